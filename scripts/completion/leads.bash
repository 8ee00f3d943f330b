# bash completion for leads: options, kinds, stages, owners, and the newest
# open leads by ref.

_leads_owners()
{
	lead-show -o owner 2>/dev/null | sort -u
}

_leads_refs()
{
	lead-show -w "stage NOT IN ('won','lost','inactive')" \
	    --sort=-received -o ref 2>/dev/null | head -n 100
}

_leads()
{
	local cur prev words
	cur=${COMP_WORDS[COMP_CWORD]}
	prev=${COMP_WORDS[COMP_CWORD - 1]}
	words='--help --version --store= --config= --now= --as= --wait= --json
	    --columns= --header --quiet'
	case $prev in
	-d | -c | --rejects)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	-O)
		mapfile -t COMPREPLY < <(compgen -W "$(_leads_owners)" -- "$cur")
		return ;;
	-k)
		case $1 in
		*lead-add) words='auto mail form json csv adf vcard' ;;
		*) words='message task breach' ;;
		esac
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
		return ;;
	esac
	case $1 in
	*lead-add)
		words+=' --dry-run --deliver --cgi --sent --fresh --type= --rejects=' ;;
	*lead-route)
		words+=' --dry-run' ;;
	*lead-due)
		words+=' --until= --format=csv --format=ics' ;;
	*lead-send)
		words+=' --dry-run --digest --resolve=sent --resolve=retry' ;;
	*lead-stale)
		words+=' --dry-run --apply' ;;
	*lead-report)
		words+=' --since= --until= --format=text --format=tsv
		    --format=json --format=html'
		[[ $cur == -* ]] ||
		    words='week month quarter review pipeline sources sequences team ab audit cost' ;;
	*lead-log)
		words+=' --dry-run'
		[[ $cur == -* ]] ||
		    words='call no-answer voicemail text mail chat met note
			booked rescheduled no-show proposal qualified won lost
			opt-out opt-in' ;;
	*lead-set)
		words+=' --dry-run --force --merge --forget'
		[[ $cur == -* ]] ||
		    words='stage= owner= name= company= email= phone= service=
			priority= value= note= reason= hold= sequence=
			resequence=' ;;
	*lead-show)
		words+=' --sort= --search= --board --timeline --export --events
		    --format=tsv --format=json --format=csv --format=vcard
		    --format=ics' ;;
	*lead-check)
		words+=' --store --config --transports --sources --init' ;;
	esac
	case $1:$cur in
	*lead-add:* | *lead-report:* | *lead-check:* | *:-*) ;;
	*:L* | *:) words+=" $(_leads_refs)" ;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	[[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace
}

complete -o default -F _leads lead-add lead-route lead-due lead-send \
    lead-stale lead-report lead-log lead-set lead-show lead-check
