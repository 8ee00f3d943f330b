/*
 * The built-in templates, in English. Each says what was asked for, gives one
 * thing to do, and renders for a lead with nothing but an address. A closing
 * tag alone at a line's start takes the next line end with it, so a blank line
 * after one is two.
 */
#include <stddef.h>

#include "follow/builtin.h"

#define HELLO \
	"{{#first_name}}Hi {{first_name}},{{/first_name}}" \
	"{{^first_name}}Hello,{{/first_name}}\n\n"

/* What they asked for, where that is known. */
#define ABOUT \
	"{{#service}}{{service}}{{/service}}" \
	"{{^service}}your request{{/service}}"

#define ASKED(when) \
	"{{#service}}" when "you asked us about {{service}}.{{/service}}" \
	"{{^service}}" when "you wrote to us.{{/service}}"

#define SIGN \
	"\n{{#owner_name}}{{owner_name}}\n{{/owner_name}}" \
	"{{#business_name}}{{business_name}}\n{{/business_name}}" \
	"{{#business_phone}}{{business_phone}}\n{{/business_phone}}"

#define STOP \
	"{{#unsubscribe}}No more mail from us: {{unsubscribe}}\n" \
	"{{/unsubscribe}}" \
	"{{^unsubscribe}}Reply STOP and we will not write again.\n" \
	"{{/unsubscribe}}"

/* What commercial mail must carry. */
#define FOOT \
	SIGN \
	"\n\n{{#business_address}}{{business_address}}\n{{/business_address}}" \
	STOP

#define BOOK_OR_REPLY(words) \
	"{{#booking_url}}Pick a time that suits you: {{booking_url}}" \
	"{{/booking_url}}{{^booking_url}}" words "{{/booking_url}}\n"

#define WHO \
	"{{#lead_name}}{{lead_name}}{{/lead_name}}" \
	"{{^lead_name}}{{#lead_email}}{{lead_email}}{{/lead_email}}" \
	"{{^lead_email}}{{#lead_phone}}{{lead_phone}}{{/lead_phone}}" \
	"{{^lead_phone}}a new lead{{/lead_phone}}{{/lead_email}}" \
	"{{/lead_name}}"

#define CARD \
	"{{#lead_name}}Name:    {{lead_name}}\n{{/lead_name}}" \
	"{{#lead_phone}}Phone:   {{lead_phone}}\n{{/lead_phone}}" \
	"{{#lead_email}}Mail:    {{lead_email}}\n{{/lead_email}}" \
	"{{#service}}About:   {{service}}\n{{/service}}" \
	"{{#place}}Place:   {{place}}{{#zip}} {{zip}}{{/zip}}\n{{/place}}" \
	"{{#source}}Source:  {{source}}\n{{/source}}" \
	"{{#why}}Why:     {{why}}\n{{/why}}" \
	"{{#ref}}Ref:     {{ref}}\n{{/ref}}" \
	"{{#quote}}\nThey wrote:\n\n  {{quote}}\n{{/quote}}"

#define NOTICE_ACTION \
	"{{#action}}{{action}}{{/action}}" \
	"{{^action}}Follow up with " WHO "{{/action}}"

#define ANSWER_HINT \
	"\n\nAnswer this mail to write to them directly.\n"

static const char ack[] =
	"Subject: {{#subject}}Re: {{subject}}{{/subject}}"
	"{{^subject}}We got your message{{#service}} about {{service}}"
	"{{/service}}{{/subject}}\n"
	"\n"
	HELLO
	"Thanks for writing to "
	"{{#business_name}}{{business_name}}{{/business_name}}"
	"{{^business_name}}us{{/business_name}}"
	"{{#service}} about {{service}}{{#place}} in {{place}}{{/place}}"
	"{{/service}}. Your message is with "
	"{{#owner_name}}{{owner_name}}{{/owner_name}}"
	"{{^owner_name}}us{{/owner_name}}"
	"{{#reply_by}}, and you will hear from a person {{reply_by}}"
	"{{/reply_by}}.\n"
	"{{#message_excerpt}}\n\n"
	"This is what reached us: \"{{message_excerpt}}\"\n"
	"{{/message_excerpt}}"
	"\n\n"
	"{{#question}}So that we can give you a straight answer: "
	"{{question}} Just reply to this mail.\n{{/question}}"
	"{{^question}}"
	BOOK_OR_REPLY("If there is more we should know, just reply to this "
	    "mail.")
	"{{/question}}\n"
	SIGN
	"\n\n{{#unsubscribe}}Rather not hear from us? {{unsubscribe}}\n"
	"{{/unsubscribe}}"
	"{{^unsubscribe}}Rather not hear from us? Reply STOP.\n"
	"{{/unsubscribe}}";

static const char ack_sms[] =
	"\n"
	"{{#first_name}}Hi {{first_name}}, thanks{{/first_name}}"
	"{{^first_name}}Thanks{{/first_name}} for contacting "
	"{{#business_name}}{{business_name}}{{/business_name}}"
	"{{^business_name}}us{{/business_name}}"
	"{{#service}} about {{service}}{{/service}}."
	"{{#reply_by}} A person will answer {{reply_by}}.{{/reply_by}}"
	"{{#question}} {{question}}{{/question}}"
	"{{^question}} Reply here to add anything.{{/question}}"
	" Reply STOP to opt out.\n";

static const char question[] =
	"Subject: One question"
	"{{#service}} about {{service}}{{/service}}\n"
	"\n"
	HELLO
	"Thanks, that helps. {{#question}}{{question}}{{/question}}\n"
	"\n"
	"Just reply to this mail.\n"
	FOOT;

static const char question_sms[] =
	"\n"
	"Thanks, that helps. {{#question}}{{question}}{{/question}}\n";

static const char tip[] =
	"Subject: Before we start on " ABOUT "\n"
	"\n"
	HELLO
	"A tip while you think about " ABOUT ": a few details (what, where, by "
	"when, a photo if it helps) usually save a visit, and they let us give "
	"you a clear answer sooner.\n"
	"\n"
	"Just reply with what you have, and "
	"{{#owner_name}}{{owner_name}}{{/owner_name}}"
	"{{^owner_name}}one of us{{/owner_name}} will look at it.\n"
	FOOT;

static const char proof[] =
	"Subject: How we would go about " ABOUT "\n"
	"\n"
	HELLO
	ASKED("The other day ") " Here is how it goes with us: we listen "
	"first, you get a clear answer in writing, and one person stays with "
	"you from start to finish"
	"{{#owner_name}}. For you that is {{owner_name}}{{/owner_name}}.\n"
	"{{#website}}You can see our work at {{website}}.\n{{/website}}"
	"\n\n"
	BOOK_OR_REPLY("Shall we talk it through? Reply with a time that suits "
	    "you.")
	FOOT;

static const char checkin[] =
	"Subject: Still thinking about " ABOUT "?\n"
	"\n"
	HELLO
	"I wanted to ask whether you still need help with " ABOUT
	"{{#place}} in {{place}}{{/place}}. Plans change, and either answer is "
	"fine.\n"
	"\n"
	"Just reply \"yes\" or \"not now\".\n"
	FOOT;

static const char checkin_sms[] =
	"\n"
	"{{#first_name}}Hi {{first_name}}, {{/first_name}}"
	"{{#business_name}}{{business_name}} here. {{/business_name}}"
	"Do you still need help with " ABOUT "? "
	"Reply YES or LATER. Reply STOP to opt out.\n";

static const char close_mail[] =
	"Subject: Shall I close your request"
	"{{#service}} about {{service}}{{/service}}?\n"
	"\n"
	HELLO
	"I have not heard from you about " ABOUT ", so I will close it for now "
	"and stop writing. No hard feelings: if it is only a matter of timing, "
	"one word from you opens it again.\n"
	"\n"
	"If you would still like us to help, just reply to this mail.\n"
	FOOT;

static const char close_sms[] =
	"\n"
	"{{#first_name}}Hi {{first_name}}, {{/first_name}}"
	"{{#business_name}}{{business_name}} here. {{/business_name}}"
	"We will close your request"
	"{{#service}} about {{service}}{{/service}} for now. "
	"Reply YES to keep it open. Reply STOP to opt out.\n";

static const char nurture[] =
	"Subject: Whenever you are ready"
	"{{#service}} for {{service}}{{/service}}\n"
	"\n"
	HELLO
	ASKED("A while ago ") " There is no rush; we just "
	"want you to know the door is open"
	"{{#owner_name}} and that {{owner_name}} still has your details"
	"{{/owner_name}}.\n"
	"\n"
	"When the time is right, just reply to this mail.\n"
	FOOT;

static const char reactivate[] =
	"Subject: Is " ABOUT " still on your list?\n"
	"\n"
	HELLO
	ASKED("Some months ago ") " Things may have changed "
	"since, so we are asking once: is it still on your list?\n"
	"\n"
	BOOK_OR_REPLY("If so, just reply and we will take it from there.")
	FOOT;

static const char call_text_sms[] =
	"\n"
	"{{#first_name}}Hi {{first_name}}, {{/first_name}}"
	"{{^first_name}}Hello, {{/first_name}}"
	"{{#owner_name}}{{owner_name}}{{/owner_name}}"
	"{{^owner_name}}we{{/owner_name}}"
	"{{#business_name}} from {{business_name}}{{/business_name}}"
	" tried to reach you about " ABOUT ". "
	"When is a good time to call? Reply STOP to opt out.\n";

#define MOMENT \
	"{{#booked_at}}{{booked_at}}{{/booked_at}}" \
	"{{^booked_at}}the time we agreed{{/booked_at}}"

static const char booked[] =
	"Subject: Your appointment: " MOMENT "\n"
	"\n"
	HELLO
	"Your appointment with "
	"{{#business_name}}{{business_name}}{{/business_name}}"
	"{{^business_name}}us{{/business_name}}"
	"{{#service}} about {{service}}{{/service}} is set for " MOMENT ".\n"
	"\n"
	"If that does not suit you, just reply to this mail.\n"
	SIGN;

static const char booked_sms[] =
	"\n"
	"{{#business_name}}{{business_name}}: {{/business_name}}"
	"your appointment is set for " MOMENT ". "
	"Reply here if that does not suit you, STOP to opt out.\n";

static const char reminder[] =
	"Subject: Reminder: " MOMENT "\n"
	"\n"
	HELLO
	"A reminder of your appointment with "
	"{{#business_name}}{{business_name}}{{/business_name}}"
	"{{^business_name}}us{{/business_name}}: " MOMENT ".\n"
	"\n"
	"If something came up, just reply to this mail and we will find "
	"another time.\n"
	SIGN
	"\n\n" STOP;

static const char reminder_sms[] =
	"\n"
	"{{#business_name}}{{business_name}}: {{/business_name}}"
	"a reminder of your appointment, " MOMENT ". "
	"Reply here if something came up, STOP to opt out.\n";

static const char cancelled[] =
	"Subject: Your appointment is cancelled: " MOMENT "\n"
	"\n"
	HELLO
	"Your appointment of " MOMENT " does not take place.\n"
	"\n"
	"For another time, just reply to this mail.\n"
	SIGN;

static const char cancelled_sms[] =
	"\n"
	"{{#business_name}}{{business_name}}: {{/business_name}}"
	"your appointment of " MOMENT " does not take place. "
	"Reply here for another time.\n";

static const char notice_task[] =
	"Subject: " NOTICE_ACTION
	"{{#due_words}}, {{due_words}}{{/due_words}}\n"
	"\n"
	NOTICE_ACTION "{{#due_words}}, {{due_words}}{{/due_words}}.\n"
	"\n"
	CARD
	ANSWER_HINT;

static const char notice_breach[] =
	"Subject: LATE: " NOTICE_ACTION "\n"
	"\n"
	"This should have happened"
	"{{#due_words}} {{due_words}}{{/due_words}}"
	"{{^due_words}} by now{{/due_words}} and has not:\n"
	"\n"
	NOTICE_ACTION "\n"
	"\n"
	"{{#owner_name}}Owner:   {{owner_name}}\n{{/owner_name}}"
	CARD
	ANSWER_HINT;

static const char notice_handoff[] =
	"Subject: A person is needed: " WHO
	"{{#why}} ({{why}}){{/why}}\n"
	"\n"
	"Please take over " WHO "{{#due_words}} {{due_words}}{{/due_words}}"
	"{{#why}}, because: {{why}}{{/why}}. "
	"The automatic messages have stopped.\n"
	"\n"
	"{{#action}}{{action}}\n\n{{/action}}"
	CARD
	ANSWER_HINT;

static const char digest[] =
	"Subject: What is due today\n"
	"\n"
	"{{#owner_name}}Good morning, {{owner_name}}.{{/owner_name}}"
	"{{^owner_name}}Good morning.{{/owner_name}} "
	"This is waiting for you:\n"
	"\n"
	"{{#items}}{{items}}{{/items}}"
	"{{^items}}Nothing. All is done.\n{{/items}}";

static const char confirm_optout[] =
	"Subject: You will not hear from us again\n"
	"\n"
	HELLO
	"As you asked, we have taken you off our list and will not write "
	"again. If that was a mistake, just reply START.\n"
	SIGN;

static const char confirm_optout_sms[] =
	"\n"
	"{{#business_name}}{{business_name}}: {{/business_name}}"
	"You are opted out and will get no more messages. "
	"Reply START to undo.\n";

const struct builtin builtin_list[] = {
	{"ack", ack},
	{"ack.sms", ack_sms},
	{"question", question},
	{"question.sms", question_sms},
	{"tip", tip},
	{"proof", proof},
	{"checkin", checkin},
	{"checkin.sms", checkin_sms},
	{"close", close_mail},
	{"close.sms", close_sms},
	{"nurture", nurture},
	{"reactivate", reactivate},
	{"call-text.sms", call_text_sms},
	{"booked", booked},
	{"booked.sms", booked_sms},
	{"reminder", reminder},
	{"reminder.sms", reminder_sms},
	{"cancelled", cancelled},
	{"cancelled.sms", cancelled_sms},
	{"notice-task", notice_task},
	{"notice-breach", notice_breach},
	{"notice-handoff", notice_handoff},
	{"digest", digest},
	{"confirm-optout", confirm_optout},
	{"confirm-optout.sms", confirm_optout_sms},
	{NULL, NULL}
};
