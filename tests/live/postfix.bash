# A Postfix of the test's own: its configuration, queue, log and port beside
# nothing of the machine's. The users it needs are ones every Debian has.

# postfix_start NAME LINE...: lines of main.cf; the example of master.cf is in.
postfix_start() {
	local lib="$LIVE/usr/lib/postfix"
	PORT=$(port)
	QUEUE="$AREA/queue"
	mkdir -p etc queue data
	chown uucp data
	chmod 700 data
	sed -e 's|^smtp  *inet\(.*\) smtpd|127.0.0.1:'"$PORT"' inet\1 smtpd|' \
	    "$LIVE/usr/share/postfix/master.cf.dist" >etc/master.cf
	sed -e "s|/usr/local/bin|$AREA/bin|" -e 's/user=leads/user=nobody/' \
	    "$TESTS/../scripts/examples/master.cf" >>etc/master.cf
	sed -i -E '/^[a-z0-9].* (inet|unix|fifo) /s/^((\S+\s+){4})\S+/\1n/' \
	    etc/master.cf
	cat >etc/main.cf <<-END
	compatibility_level = 3.6
	queue_directory = $QUEUE
	data_directory = $AREA/data
	command_directory = $LIVE/usr/sbin
	daemon_directory = $lib/sbin
	shlib_directory = $lib
	meta_directory = $LIVE/etc/postfix
	sendmail_path = $LIVE/usr/sbin/sendmail
	mailq_path = $LIVE/usr/bin/mailq
	newaliases_path = $LIVE/usr/bin/newaliases
	mail_owner = uucp
	setgid_group = news
	default_privs = nobody
	maillog_file = $AREA/maillog
	maillog_file_prefixes = $AREA
	import_environment = LD_LIBRARY_PATH MAIL_CONFIG PATH TZ
	inet_interfaces = 127.0.0.1
	inet_protocols = ipv4
	myhostname = test.example
	mydestination = test.example
	mynetworks = 127.0.0.0/8
	local_recipient_maps =
	alias_maps =
	alias_database =
	message_size_limit = 60000000
	mailbox_size_limit = 0
	smtpd_recipient_restrictions =
	smtpd_relay_restrictions = permit_mynetworks, reject
	minimal_backoff_time = 1s
	maximal_backoff_time = 5s
	queue_run_delay = 1s
	bounce_notice_recipient = nobody
	END
	printf '%s\n' "$@" >>etc/main.cf
	pf start || { cat maillog; return 1; }
}

pf() {
	live postfix -c "$AREA/etc" "$@" >>pf.log 2>&1
}

postfix_stop() {
	[ ! -e "$AREA/etc/main.cf" ] || pf stop || true
}

# What waits in the queue, one JSON object a mail.
queued() {
	MAIL_CONFIG="$AREA/etc" live postqueue -c "$AREA/etc" -j
}

queue_empty() {
	[ -z "$(queued)" ]
}
