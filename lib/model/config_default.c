/* What holds where leads.conf says nothing, in the words of leads.conf. */
#include "model/config_internal.h"

#define SEQUENCES \
"sequence standard {\n" \
" step ack { after = 0 channel = match template = ack always = true }\n" \
" step tip { after = 1d channel = match template = tip }\n" \
" step proof { after = 3d channel = match template = proof }\n" \
" step checkin { after = 7d channel = match template = checkin }\n" \
" step close { after = 14d channel = match template = close }\n" \
" wait = 3d then = nurture\n" \
"}\n" \
"sequence quick {\n" \
" step ack { after = 0 channel = match template = ack always = true }\n" \
" step tip { after = 24h channel = match template = tip }\n" \
" step checkin { after = 3d channel = match template = checkin }\n" \
" step close { after = 7d channel = match template = close }\n" \
" wait = 3d then = nurture\n" \
"}\n" \
"sequence simple {\n" \
" step ack { after = 0 channel = match template = ack always = true }\n" \
" step checkin { after = 4h channel = match template = checkin }\n" \
" step close { after = 1d channel = match template = close }\n" \
" wait = 3d then = nurture\n" \
"}\n" \
"sequence broker {\n" \
" step ack { after = 0 channel = match template = ack always = true }\n" \
" step call { after = 0 channel = task template = call-text }\n" \
" step tip { after = 1d channel = email template = tip }\n" \
" step call-again { after = 3d channel = task template = call-text }\n" \
" step checkin { after = 5d channel = sms template = checkin }\n" \
" step close { after = 10d channel = email template = close }\n" \
" wait = 3d then = nurture\n" \
"}\n" \
"sequence nurture {\n" \
" step nurture { after = 1mo channel = match template = nurture }\n" \
" monthly = true\n" \
"}\n" \
"sequence reactivate {\n" \
" step reactivate { after = 90d channel = match template = reactivate }\n" \
" wait = 14d\n" \
"}\n"

#define DEADLINES \
"deadline first-answer { within = 60bm after_hours = '10:00' }\n" \
"deadline next-answer { within = 4bh }\n" \
"deadline missed-call { when = \"source = 'phone'\" within = 0bd }\n" \
"deadline proposal { within = 48h }\n" \
"deadline booked { within = 60bm }\n" \
"deadline pricing { within = 15bm }\n" \
"deadline callback { within = 5bm }\n" \
"deadline complaint { within = 0 }\n" \
"deadline referral { within = 15bm }\n"

/* Not "quote" or "estimate": those are what most people ask for. */
#define HANDOFFS \
"handoff complaint { priority = high within = 0 matches = '(?i)" \
"\\b(complain(t|ts|ing)?|angry|furious|terrible|awful|unacceptable|refund|" \
"lawyer|attorney|scam|rip-?off|queja|reclamo|reclamaci\xc3\xb3n|inaceptable|" \
"reembolso|beschwerde|unversch\xc3\xa4mt|inakzeptabel|anwalt|" \
"r\xc3\xa9" "clamation|inadmissible|rembours\\w*|avocat)\\b' }\n" \
"handoff callback { within = 5bm matches = '(?i)" \
"\\b(call me|ring me|phone me|give me a (call|ring)|call (me )?back|" \
"ll\xc3\xa1mame|ll\xc3\xa1meme|me puede llamar|rufen sie mich|" \
"ruf mich|r\xc3\xbc" "ckruf|appelez[- ]moi|rappelez[- ]moi)\\b' }\n" \
"handoff price { within = 15bm matches = '(?i)" \
"\\b(prices?|pricing|costs?|how much|rates?|fees?|discount|" \
"precios?|cu\xc3\xa1nto cuesta|cuanto cuesta|tarifas?|" \
"preise?|kosten|kostet|wie ?viel|prix|tarifs?|combien|co\xc3\xbbte)\\b' }\n" \
"handoff objection { within = 15bm matches = '(?i)" \
"\\b(too (expensive|much|high|pricey)|can.?t afford|cheaper|" \
"another (company|offer)|think about it|" \
"demasiado caro|muy caro|m\xc3\xa1s barato|zu teuer|billiger|" \
"trop cher|moins cher)\\b' }\n" \
"handoff many-replies { when = 'replies > 2' }\n"

const char config_default_text[] =
"business { currency = USD country = US timezone = UTC\n"
" hours = {'mon-fri 09:00-17:00'} }\n"
"source referral { automation = false }\n"
DEADLINES
SEQUENCES
HANDOFFS
"score { start = 20 advance = 60 park = 20\n"
" rule booked { event = booked points = 30 }\n"
" rule reply { event = reply points = 15 }\n"
" rule phone { when = 'phone IS NOT NULL' points = 10 }\n"
" rule silent {\n"
"  when = 'touches >= 3 AND opens = 0 AND replies = 0' points = -10 }\n"
" rule 'opted out' { event = opt-out points = -20 }\n"
"}\n"
"stale { untouched = 7d proposal = 48h reactivate = 90d\n"
" reasons = {too-expensive, chose-competitor, wrong-timing, no-answer,\n"
"  not-a-fit, no-response, spam, duplicate, opted-out} }\n"
"booking { confirm = true length = 1h reminders = {1d, 2h} }\n"
"report { machine_target = 2m human_target = 4h lost_by_delay = 0.5\n"
"  healthy first_response_machine_median_s { high = 120 }\n"
"  healthy first_response_human_median_s { high = 14400 }\n"
"  healthy reply_rate { low = 0.2 }\n"
"  healthy opt_out_rate { high = 0.02 }\n"
"  healthy ownerless { high = 0 }\n"
"  healthy no_next_action { high = 0 }\n"
"  healthy overdue { high = 0 }\n"
"}\n"
"limits { per_lead_gap = 1h max_touches = 7 touch_window = 14d\n"
" per_address_day = 3 per_domain_hour = 100 same_body_hour = 5\n"
" per_hour = 500 breaker_times = 10 breaker_floor = 100 notices_hour = 5\n"
" sms_quiet = '21:00-08:00' mail_bytes = 26214400\n"
" big_domains = {gmail.com, googlemail.com, outlook.com, hotmail.com,\n"
"  live.com, icloud.com, yahoo.com, aol.com, gmx.de, web.de} }\n"
"web { max_body = 1048576 per_address = 20 per_address_window = 10m }\n"
"transport email { url = 'maildir:outbox' }\n";
