# fish completion for leads: options, kinds, stages, owners, and the newest
# open leads by ref with their names.

function __leads_owners
    lead-show -o owner 2>/dev/null | sort -u
end
function __leads_refs
    lead-show -w "stage NOT IN ('won','lost','inactive')" --sort=-received \
        -o ref,name 2>/dev/null | head -n 100
end

set -l all lead-add lead-route lead-due lead-send lead-stale lead-report \
    lead-log lead-set lead-show lead-check
for c in $all
    complete -c $c -s h -l help -d 'say how it is called'
    complete -c $c -s V -l version -d 'say the version'
    complete -c $c -s d -l store -r -d 'the store'
    complete -c $c -s c -l config -r -d 'the configuration'
    complete -c $c -l now -x -d 'the time to work at'
    complete -c $c -l as -x -d 'who does it'
    complete -c $c -l wait -x -d 'seconds to wait for a locked store'
    complete -c $c -s j -l json -d 'JSON Lines'
    complete -c $c -s o -l columns -x -d 'columns in this order'
    complete -c $c -s H -l header -d 'names of columns first'
    complete -c $c -s q -l quiet -d 'no rows'
end
for c in lead-add lead-route lead-send lead-stale lead-log lead-set
    complete -c $c -s n -l dry-run -d 'only say what would be done'
end
for c in lead-due lead-stale lead-show lead-set
    complete -c $c -s w -x -d 'expression over a lead'
end

complete -c lead-add -l deliver -d 'exit 0 or 75, for delivery agents'
complete -c lead-add -l cgi -d 'answer one request of a web server'
complete -c lead-add -l sent -d 'the input is our own sent mail'
complete -c lead-add -s k -x -a 'auto mail form json csv adf vcard' -d format
complete -c lead-add -s s -x -d source
complete -c lead-add -s f -x -d 'FIELD=VALUE'
complete -c lead-add -l fresh -d 'follow an import up'
complete -c lead-add -l type -x -d 'media type'
complete -c lead-add -l rejects -r -d 'refused rows go here'

complete -c lead-due -s k -x -a 'message task breach' -d kinds
complete -c lead-due -s O -x -a '(__leads_owners)' -d owner
complete -c lead-due -l until -x -d 'before this time'

complete -c lead-send -s t -x -d 'one template'
complete -c lead-send -l digest -d 'one notice an owner'
complete -c lead-send -l resolve -x -a 'sent retry' -d 'settle an unknown'

complete -c lead-stale -l apply -d 'move them on'

complete -c lead-report -f -a 'week month quarter review pipeline sources sequences team ab audit cost'
complete -c lead-report -l since -x
complete -c lead-report -l until -x
complete -c lead-report -l format -x -a 'text tsv json html'

complete -c lead-log -f -a 'call no-answer voicemail text mail chat met note booked rescheduled no-show proposal qualified won lost opt-out opt-in'
complete -c lead-log -s a -x -d 'next action'
complete -c lead-log -s u -x -d when
complete -c lead-log -s O -x -a '(__leads_owners)' -d owner
complete -c lead-log -s v -x -d value
complete -c lead-log -s r -x -d reason

complete -c lead-set -f -a 'stage= owner= name= company= email= phone= service= priority= value= note= reason= hold= sequence= resequence='
complete -c lead-set -l force -d 'any stage from any stage'
complete -c lead-set -l merge -d 'make two leads one'
complete -c lead-set -l forget -d 'forget a person'

complete -c lead-show -l sort -x -d column
complete -c lead-show -s s -l search -x -d 'words said'
complete -c lead-show -l format -x -a 'tsv json csv vcard ics'
for c in lead-due lead-route lead-send lead-stale lead-log lead-set lead-show
    complete -c $c -f -a '(__leads_refs)'
end
complete -c lead-show -l board -d stages
complete -c lead-show -l timeline -d events
complete -c lead-show -l export -d 'all that is known'
complete -c lead-show -l events -d 'event stream'

complete -c lead-check -l store
complete -c lead-check -l config
complete -c lead-check -l transports
complete -c lead-check -l sources
complete -c lead-check -l init -d 'a first configuration and an empty store'
