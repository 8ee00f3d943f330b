#!/bin/sh
# lead.cgi: what a web server runs. It has to run as the user of the store
# (suexec, fcgiwrap -u, a CGI user of its own), never as the server's.
# No "$@" below: some servers hand a query over as arguments.
PATH=/usr/local/bin:/usr/bin:/bin
LEADS_STORE=/home/leads/.local/share/leads/leads.db
LEADS_CONFIG=/home/leads/.config/leads/leads.conf
export PATH LEADS_STORE LEADS_CONFIG
exec lead-add --cgi
