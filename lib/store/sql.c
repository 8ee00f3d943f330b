/*
 * Every SQL text of the store but the schema (schema.c) and the one that
 * holds a rule (expr.c). Each SELECT orders totally.
 */
#include "store/sql.h"
#include "store/sql_report.h"

const char *const sql_text[SQL__MAX] = {
	[SQL_META_GET] =
	    "SELECT value FROM meta WHERE key = ?1",
	[SQL_META_SET] =
	    "INSERT INTO meta(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO"
	    " UPDATE SET value = excluded.value",
	[SQL_LEAD_GET] =
	    "SELECT id, person, name, company, email, phone, channel, source,"
	    " campaign, subject, recipient, message, owner, stage, received,"
	    " written, last_contact, last_inbound, next_action, next_due,"
	    " next_message, value, currency, service, place, zip, timeframe,"
	    " priority, score, language, timezone, note, reason, reactivate,"
	    " \"returning\", imported, automation, handed_off, can_answer,"
	    " routed, sequence, run, hold_until, replies, touches, import,"
	    " tag, thread_id, \"references\", question, variant, run_start,"
	    " wait_step FROM lead"
	    " WHERE id = ?1",
	[SQL_LEAD_MERGED] =
	    "SELECT coalesce(merged, id) FROM lead WHERE id = ?1",
	[SQL_LEAD_TAG] =
	    "SELECT tag FROM lead WHERE id = ?1",
	[SQL_LEAD_INSERT] =
	    "INSERT INTO lead(person, name, company, email, phone, channel,"
	    " source, campaign, subject, recipient, message, owner, stage,"
	    " received, written, last_contact, last_inbound, next_action,"
	    " next_due, next_message, value, currency, service, place, zip,"
	    " timeframe, priority, score, language, timezone, note, reason,"
	    " reactivate, \"returning\", imported, automation, handed_off,"
	    " can_answer, routed, sequence, run, hold_until, replies,"
	    " touches, import, tag, thread_id, \"references\", question,"
	    " variant, run_start, wait_step) VALUES(?1, ?2, ?3, ?4, ?5, ?6,"
	    " ?7, ?8, ?9, ?10, ?11,"
	    " ?12, coalesce(?13, 'new'), ?14, ?15, ?16, ?17, ?18, ?19, ?20,"
	    " ?21, ?22, ?23, ?24, ?25, ?26, coalesce(?27, 'normal'), ?28,"
	    " ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40,"
	    " ?41, ?42, ?43, ?44, ?45, coalesce(?46,"
	    " lower(hex(randomblob(12)))), ?47, ?48, ?49, ?50, ?51, ?52)",
	[SQL_LEAD_UPDATE] =
	    "UPDATE lead SET person = ?2, name = ?3, company = ?4, email ="
	    " ?5, phone = ?6, channel = ?7, source = ?8, campaign = ?9,"
	    " subject = ?10, recipient = ?11, message = ?12, owner = ?13,"
	    " stage = ?14, received = ?15, written = ?16, last_contact = ?17,"
	    " last_inbound = ?18, next_action = ?19, next_due = ?20,"
	    " next_message = ?21, value = ?22, currency = ?23, service = ?24,"
	    " place = ?25, zip = ?26, timeframe = ?27, priority = ?28, score"
	    " = ?29, language = ?30, timezone = ?31, note = ?32, reason ="
	    " ?33, reactivate = ?34, \"returning\" = ?35, imported = ?36,"
	    " automation = ?37, handed_off = ?38, can_answer = ?39, routed ="
	    " ?40, sequence = ?41, run = ?42, hold_until = ?43, replies ="
	    " ?44, touches = ?45, import = ?46, tag = ?47, thread_id = ?48,"
	    " \"references\" = ?49, question = ?50, variant = ?51,"
	    " run_start = ?52, wait_step = ?53 WHERE id ="
	    " ?1",
	[SQL_LEAD_ADD] =
	    "UPDATE lead SET replies = replies + iif(?2 = 'replies', ?3, 0),"
	    " touches = touches + iif(?2 = 'touches', ?3, 0), score = score +"
	    " iif(?2 = 'score', ?3, 0) WHERE id = ?1",
	[SQL_LEAD_UNROUTED] =
	    "SELECT id FROM lead WHERE routed = 0 AND merged IS NULL ORDER BY"
	    " id",
	[SQL_LEAD_WHO] =
	    "SELECT t.owner, coalesce(t.name, t.email, t.phone) FROM lead l"
	    " JOIN lead t ON t.id = coalesce(l.merged, l.id) WHERE l.id = ?1",
	[SQL_FIELD_GET] =
	    "SELECT value FROM field WHERE lead = ?1 AND name = ?2",
	[SQL_FIELD_SET] =
	    "INSERT INTO field(lead, name, value) VALUES(?1, ?2, ?3) ON"
	    " CONFLICT(lead, name) DO UPDATE SET value = excluded.value",
	[SQL_FIELD_DELETE] =
	    "DELETE FROM field WHERE lead = ?1 AND name = ?2",
	[SQL_FIELD_NEXT] =
	    "SELECT name, value FROM field WHERE lead = ?1 AND name > ?2"
	    " ORDER BY name LIMIT 1",
	[SQL_OWNER_OPEN] =
	    "SELECT n FROM owner_open WHERE owner = ?1",
	[SQL_OWNER_GIVEN] =
	    "SELECT coalesce(sum(n), 0) FROM owner_given WHERE owner = ?1 AND"
	    " day >= ?2 / 86400",
	[SQL_PERSON_FIND] =
	    "SELECT max(person) FROM address WHERE channel = ?1 AND norm = ?2",
	[SQL_PERSON_INSERT] =
	    "INSERT INTO person(name, company, created) VALUES(?1, ?2, ?3)",
	[SQL_PERSON_NAME] =
	    "SELECT name FROM person WHERE id = ?1",
	[SQL_PERSON_MAYBE] =
	    "INSERT INTO maybe_same(a, b) VALUES(min(?1, ?2), max(?1, ?2)) ON"
	    " CONFLICT DO NOTHING",
	[SQL_PERSON_LEAD] =
	    "SELECT id, CASE WHEN stage IN ('won','lost') THEN"
	    " coalesce((SELECT max(at) FROM event e WHERE e.lead = l.id AND"
	    " (+e.kind IN ('won','lost') OR (+e.kind = 'stage' AND e.new IN"
	    " ('won','lost')))), received) ELSE 0 END AS closed FROM lead l"
	    " WHERE person = ?1 AND merged IS NULL ORDER BY CASE stage WHEN"
	    " 'won' THEN 2 WHEN 'lost' THEN 2 WHEN 'inactive' THEN 1 ELSE 0"
	    " END, closed DESC, id DESC LIMIT 1",
	[SQL_PERSON_OWNER] =
	    "SELECT owner FROM lead WHERE person = ?1 AND owner IS NOT NULL"
	    " ORDER BY id DESC LIMIT 1",
	[SQL_COMPANY_OWNER] =
	    "SELECT owner FROM lead WHERE company = ?1 COLLATE NOCASE AND"
	    " owner IS NOT NULL AND routed = 1 ORDER BY id DESC LIMIT 1",
	[SQL_ADDRESS_ADD] =
	    "INSERT INTO address(person, channel, norm, given) VALUES(?1, ?2,"
	    " ?3, ?4) ON CONFLICT(channel, norm, person) DO NOTHING",
	[SQL_ADDRESS_NEXT] =
	    "SELECT norm FROM address WHERE person = ?1 AND channel = ?2 AND"
	    " norm > ?3 ORDER BY norm LIMIT 1",
	[SQL_FACT_SET] =
	    "INSERT INTO fact(kind, channel, norm, at) VALUES(?1, ?2, ?3, ?4)"
	    " ON CONFLICT DO NOTHING",
	[SQL_FACT_CLEAR] =
	    "DELETE FROM fact WHERE kind = ?1 AND channel = ?2 AND norm IN"
	    " (?3, ?4)",
	[SQL_FACT_CLOSED] =
	    "SELECT CASE kind WHEN 'opt-out' THEN 0 WHEN 'complaint' THEN 1"
	    " ELSE 2 END AS k FROM fact WHERE channel = ?1 AND norm IN (?2,"
	    " ?3) ORDER BY k LIMIT 1",
	[SQL_EVENT_GET] =
	    "SELECT id, lead, at, actor, kind, text, old, new FROM event"
	    " WHERE id = ?1",
	[SQL_EVENT_ADD] =
	    "INSERT INTO event(lead, at, actor, kind, text, old, new)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[SQL_EVENT_OF] =
	    "SELECT id FROM event WHERE lead IN (SELECT id FROM lead WHERE id"
	    " = ?1 OR merged = ?1) AND id > ?2 ORDER BY at, id",
	[SQL_EVENT_AFTER] =
	    "SELECT id FROM event WHERE id > ?1 ORDER BY id",
	[SQL_TASK_GET] =
	    "SELECT id, lead, kind, action, owner, due, created, done,"
	    " deadline, at_once, told, breached, level, why FROM task WHERE"
	    " id = ?1",
	[SQL_TASK_INSERT] =
	    "INSERT INTO task(lead, kind, action, owner, due, created, done,"
	    " deadline, at_once, told, breached, level, why) VALUES(?1, ?2,"
	    " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
	[SQL_TASK_OPEN] =
	    "SELECT id, lead, kind, action, owner, due, created, done,"
	    " deadline, at_once, told, breached, level, why FROM task WHERE"
	    " lead = ?1 AND done = 0 AND (?2 IS NULL OR kind = ?2) ORDER BY"
	    " due, id LIMIT 1",
	[SQL_TASK_UPDATE] =
	    "UPDATE task SET action = ?2, owner = ?3, due = ?4, deadline ="
	    " ?5, at_once = ?6, told = ?7, breached = ?8, level = ?9, why ="
	    " ?10 WHERE id = ?1",
	[SQL_TASK_CLOSE] =
	    "UPDATE task SET done = ?2 WHERE id = ?1 AND done = 0",
	[SQL_TASK_CLOSE_ALL] =
	    "UPDATE task SET done = ?2 WHERE lead = ?1 AND done = 0",
	[SQL_TASK_OWNER] =
	    "UPDATE task SET owner = ?2, told = 0 WHERE lead = ?1 AND done = 0",
	[SQL_TASK_LEAD] =
	    "SELECT lead FROM task WHERE id = ?1",
	/* two looks at two indexes: an OR would read all open tasks */
	[SQL_TASK_DUE] =
	    "SELECT id FROM (SELECT id, due, owner FROM task WHERE done = 0 AND"
	    " told = 0 UNION SELECT id, due, owner FROM task WHERE done = 0 AND"
	    " due < ?1) WHERE ?2 IS NULL OR owner = ?2 ORDER BY due, id",
	[SQL_TASK_REFRESH] =
	    "UPDATE lead SET next_action = (SELECT t.action FROM task t WHERE"
	    " t.lead = ?1 AND t.done = 0 AND t.kind <> 'step' ORDER BY t.due,"
	    " t.id LIMIT 1), next_due = coalesce((SELECT t.due FROM task t"
	    " WHERE t.lead = ?1 AND t.done = 0 AND t.kind <> 'step' ORDER BY"
	    " t.due, t.id LIMIT 1), 0) WHERE id = ?1",
	[SQL_MESSAGE_GET] =
	    "SELECT id, lead, task, kind, channel, \"to\", state, detail,"
	    " sequence, run, step, step_no, template, variant, subject, due,"
	    " created, sent, attempts, message_id, always, exempt, level,"
	    " bytes FROM message WHERE id = ?1",
	[SQL_MESSAGE_INSERT] =
	    "INSERT INTO message(lead, task, kind, channel, \"to\", state,"
	    " detail, sequence, run, step, step_no, template, variant,"
	    " subject, due, created, sent, attempts, message_id, always,"
	    " exempt, level, bytes) VALUES(?1, ?2, ?3, ?4, ?5, coalesce(?6,"
	    " 'queued'), ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
	    " ?18, ?19, ?20, ?21, ?22, ?23) ON CONFLICT DO NOTHING",
	[SQL_MESSAGE_LEAD] =
	    "SELECT lead FROM message WHERE id = ?1",
	[SQL_MESSAGE_MOVE] =
	    "UPDATE message SET state = ?3, detail = ?4, due = iif(?5 = 0,"
	    " due, ?5), sent = iif(?3 = 'sent', ?6, sent), attempts ="
	    " attempts + (?3 = 'claimed') WHERE id = ?1 AND state = ?2",
	[SQL_MESSAGE_FIX] =
	    "UPDATE message SET bytes = ?2, message_id = ?3, subject = ?4,"
	    " \"to\" = ?5 WHERE id = ?1 AND bytes IS NULL",
	[SQL_MESSAGE_CANCEL] =
	    "UPDATE message SET state = 'cancelled', detail = ?2 WHERE lead ="
	    " ?1 AND kind IN ('step','question') AND state IN"
	    " ('queued','held','claimed','retry') AND (?3 = 0 OR always = 0)",
	[SQL_MESSAGE_EACH] =
	    "SELECT id FROM message WHERE state IN"
	    " ('queued','held','claimed','inflight','retry','unknown') AND"
	    " due < ?2 AND state IN (SELECT value FROM json_each(?1)) ORDER"
	    " BY due, id",
	[SQL_MESSAGE_EACH_PAST] =
	    "SELECT id FROM message WHERE due < ?2 AND state IN (SELECT value"
	    " FROM json_each(?1)) ORDER BY due, id",
	[SQL_MESSAGE_OF] =
	    "SELECT id FROM message WHERE lead IN (SELECT id FROM lead WHERE"
	    " id = ?1 OR merged = ?1) AND kind IN ('step','question','oneoff','confirm',"
	    "'booking','reminder')"
	    " ORDER BY id",
	[SQL_MESSAGE_LAST] =
	    "SELECT coalesce(max(m.sent), 0) FROM lead l JOIN lead k ON"
	    " k.person = l.person JOIN message m ON m.lead = k.id WHERE l.id"
	    " = ?1 AND m.kind IN ('step','question','confirm',"
	    "'booking','reminder')",
	[SQL_MESSAGE_COUNT_PERSON] =
	    "SELECT count(*) FROM lead l JOIN message m ON m.lead = l.id"
	    " WHERE l.person = ?1 AND (?3 IS NULL OR m.\"to\" = ?3) AND (?4"
	    " IS NULL OR lower(substr(m.\"to\", instr(m.\"to\", '@') + 1)) ="
	    " lower(?4)) AND m.kind IN ('step','question','oneoff','confirm',"
	    "'booking','reminder') AND (state"
	    " IN ('claimed','inflight') OR (state = 'sent' AND sent >= ?2) OR"
	    " (state = 'unknown' AND due >= ?2))",
	[SQL_MESSAGE_COUNT_TO] =
	    "SELECT count(*) FROM message m WHERE m.\"to\" = ?2 AND (?3 IS"
	    " NULL OR lower(substr(m.\"to\", instr(m.\"to\", '@') + 1)) ="
	    " lower(?3)) AND kind IN ('step','question','oneoff','confirm',"
	    "'booking','reminder') AND (state"
	    " IN ('claimed','inflight') OR (state = 'sent' AND sent >= ?1) OR"
	    " (state = 'unknown' AND due >= ?1))",
	[SQL_MESSAGE_COUNT_ALL] =
	    "SELECT count(*) FROM message m WHERE m.id IN (SELECT id FROM"
	    " message WHERE state IN ('claimed','inflight','unknown') UNION"
	    " SELECT id FROM message WHERE sent >= ?1 AND sent > 0) AND (?2"
	    " IS NULL OR lower(substr(m.\"to\", instr(m.\"to\", '@') + 1)) ="
	    " lower(?2)) AND kind IN ('step','question','oneoff','confirm',"
	    "'booking','reminder') AND (state"
	    " IN ('claimed','inflight') OR (state = 'sent' AND sent >= ?1) OR"
	    " (state = 'unknown' AND due >= ?1))",
	[SQL_MESSAGE_SAME] =
	    "SELECT count(*) FROM lead o JOIN message m ON m.id IN (SELECT id"
	    " FROM message WHERE state IN ('claimed','inflight','unknown')"
	    " UNION SELECT id FROM message WHERE sent >= ?2 AND sent > 0)"
	    " JOIN lead l ON l.id = m.lead WHERE o.id = ?1 AND o.message <>"
	    " '' AND l.id <> o.id AND l.message = o.message AND m.kind IN"
	    " ('step','oneoff') AND (m.state IN ('claimed','inflight') OR"
	    " (m.state = 'sent' AND m.sent >= ?2) OR (m.state = 'unknown' AND"
	    " m.due >= ?2))",
	[SQL_MESSAGE_TOLD] =
	    "SELECT count(*) FROM message WHERE \"to\" = ?1 AND created >= ?2"
	    " AND kind = ?3 AND level = 0",
	[SQL_MESSAGE_BEFORE] =
	    "SELECT count(*) FROM message WHERE kind = 'hook' AND \"to\" = ?1"
	    " AND id < ?2 AND state IN"
	    " ('queued','held','claimed','inflight','retry','unknown')",
	[SQL_MESSAGE_USUAL] =
	    "SELECT CAST(coalesce(avg(n), 0) AS INTEGER) FROM (SELECT"
	    " count(*) AS n FROM message WHERE sent >= ?1 AND sent < ?2 AND"
	    " sent > 0 AND kind IN ('step','oneoff','confirm','booking',"
	    "'reminder') GROUP BY sent"
	    " / 3600)",
	[SQL_MESSAGE_REFRESH] =
	    "UPDATE lead SET next_message = coalesce((SELECT min(due) FROM"
	    " message m WHERE m.lead = ?1 AND m.kind = 'step' AND m.state IN"
	    " ('queued','held','retry')), 0) WHERE id = ?1",
	[SQL_THREAD_ADD] =
	    "INSERT INTO thread(message_id, lead, message) VALUES(?1, ?2, ?3)"
	    " ON CONFLICT DO NOTHING",
	[SQL_THREAD_SET] =
	    "INSERT INTO thread(message_id, lead) VALUES(?1, ?2) ON"
	    " CONFLICT(message_id) DO UPDATE SET lead = excluded.lead",
	[SQL_THREAD_FIND] =
	    "SELECT lead, coalesce(message, 0) FROM thread WHERE message_id ="
	    " ?1",
	[SQL_TAG_FIND] =
	    "SELECT id FROM lead WHERE tag = ?1",
	[SQL_INBOX_GET] =
	    "SELECT id, lead, at, outcome, reason, source, format, hash,"
	    " name, email, phone, size, truncated FROM inbox WHERE id = ?1",
	[SQL_INBOX_INSERT] =
	    "INSERT INTO inbox(lead, at, outcome, reason, source, format,"
	    " hash, name, email, phone, size, truncated, vendor_id, raw)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
	    " ?14)",
	[SQL_INBOX_RAW_SET] =
	    "UPDATE inbox SET raw = ?2 WHERE id = ?1",
	[SQL_INBOX_RAW] =
	    "SELECT raw FROM inbox WHERE id = ?1",
	[SQL_INBOX_HASH] =
	    "SELECT id, coalesce(lead, 0) FROM inbox WHERE hash = ?1 AND at"
	    " >= ?2 ORDER BY lead IS NULL, id LIMIT 1",
	[SQL_INBOX_VENDOR] =
	    "SELECT id, coalesce(lead, 0) FROM inbox WHERE source IS ?1 AND"
	    " vendor_id = ?2 ORDER BY lead IS NULL, id LIMIT 1",
	[SQL_INBOX_SET] =
	    "UPDATE inbox SET outcome = ?2, reason = ?3, lead = iif(?4 = 0,"
	    " lead, ?4) WHERE id = ?1",
	[SQL_INBOX_OF_LEAD] =
	    "SELECT id FROM inbox WHERE lead = ?1 ORDER BY id",
	[SQL_INBOX_TASK_SET] =
	    "UPDATE inbox SET task = ?2 WHERE id = ?1",
	[SQL_INBOX_TASK] =
	    "SELECT task FROM inbox WHERE id = ?1 AND task IS NOT NULL",
	[SQL_INBOX_COUNT] =
	    "SELECT count(*) FROM inbox WHERE lead = ?1 AND outcome NOT IN"
	    " ('duplicate', 'ignored')",
	[SQL_NOTICE_LEAD] =
	    "SELECT lead FROM message WHERE kind = 'notice' AND channel ="
	    " ?1 AND \"to\" = ?2 AND lead IS NOT NULL AND sent > 0"
	    " ORDER BY sent DESC, id DESC LIMIT 1",
	[SQL_MERGE_DUE] =
	    "UPDATE task SET due = f.due, deadline = f.deadline, action ="
	    " f.action, why = coalesce(f.why, task.why), told = 0, breached ="
	    " f.breached, level = f.level FROM task f WHERE task.lead = ?2 AND"
	    " task.kind = 'answer' AND task.done = 0 AND f.lead = ?1 AND"
	    " f.kind = 'answer' AND f.done = 0 AND f.due < task.due",
	[SQL_MERGE_AT_ONCE] =
	    "UPDATE task SET at_once = 1 WHERE lead = ?2 AND kind = 'answer'"
	    " AND done = 0 AND EXISTS (SELECT 1 FROM task f WHERE f.lead = ?1"
	    " AND f.kind = 'answer' AND f.done = 0 AND f.at_once = 1)",
	[SQL_MERGE_ANSWER] =
	    "UPDATE task SET done = max(?3, 1) WHERE lead = ?1 AND kind ="
	    " 'answer' AND done = 0 AND EXISTS (SELECT 1 FROM task t WHERE"
	    " t.lead = ?2 AND t.kind = 'answer' AND t.done = 0)",
	[SQL_MERGE_TASK] =
	    "UPDATE task SET lead = ?2, told = iif(done = 0 AND task.owner IS"
	    " NOT l.owner, 0, told), owner = iif(done = 0, coalesce(l.owner,"
	    " task.owner), task.owner) FROM lead l WHERE task.lead = ?1 AND"
	    " l.id = ?2",
	[SQL_MERGE_PARTS] =
	    "SELECT group_concat(ref, ' ') FROM (SELECT 'I' || id AS ref FROM"
	    " inbox WHERE lead = ?1 UNION ALL SELECT 'T' || id FROM task WHERE"
	    " lead = ?1 UNION ALL SELECT 'M' || id FROM message WHERE lead ="
	    " ?1 AND kind <> 'notice' UNION ALL SELECT 'L' || o.id FROM lead o"
	    " JOIN lead f ON o.person = f.person JOIN lead i ON i.person <>"
	    " f.person WHERE f.id = ?1 AND i.id = ?2 AND o.id <> ?1 UNION ALL"
	    " SELECT a.norm FROM address a JOIN lead f ON a.person = f.person"
	    " JOIN lead i ON i.person <> f.person WHERE f.id = ?1 AND i.id ="
	    " ?2 ORDER BY ref LIMIT 200)",
	[SQL_MERGE_MESSAGE] =
	    "UPDATE message SET lead = ?2, run = iif(kind = 'step',"
	    " -(?1 * 1000 + run), run) WHERE lead = ?1",
	[SQL_MERGE_THREAD] =
	    "UPDATE thread SET lead = ?2 WHERE lead = ?1",
	[SQL_MERGE_INBOX] =
	    "UPDATE inbox SET lead = ?2 WHERE lead = ?1",
	/* what both have, and not alike, stays by the name of where it was */
	[SQL_MERGE_FIELD] =
	    "INSERT INTO field(lead, name, value) SELECT ?2, f.name || iif("
	    "k.lead IS NULL, '', ' (L' || ?1 || ')'), f.value FROM field f"
	    " LEFT JOIN field k ON k.lead = ?2 AND k.name = f.name WHERE"
	    " f.lead = ?1 AND k.value IS NOT f.value ON CONFLICT DO NOTHING",
	[SQL_MERGE_OTHER] =
	    "INSERT INTO field(lead, name, value) SELECT ?2, a.key || ' (L'"
	    " || ?1 || ')', CAST(a.value AS TEXT) FROM json_each((SELECT"
	    " json_object('name', name, 'company', company, 'email', email,"
	    " 'phone', phone, 'campaign', campaign, 'source', source,"
	    " 'subject', subject, 'message', message, 'value', value,"
	    " 'currency', currency, 'service', service, 'place', place,"
	    " 'zip', zip, 'timeframe', timeframe, 'language', language,"
	    " 'timezone', timezone, 'note', note, 'owner', owner, 'stage',"
	    " stage, 'reason', reason) FROM lead WHERE id = ?1)) a JOIN"
	    " json_each((SELECT json_object('name', name, 'company',"
	    " company, 'email', email, 'phone', phone, 'campaign',"
	    " campaign, 'source', source, 'subject', subject, 'message',"
	    " message, 'value', value, 'currency', currency, 'service',"
	    " service, 'place', place, 'zip', zip, 'timeframe', timeframe,"
	    " 'language', language, 'timezone', timezone, 'note', note,"
	    " 'owner', owner, 'stage', stage, 'reason', reason) FROM lead"
	    " WHERE id = ?2)) k ON k.key = a.key WHERE a.value <> k.value"
	    " ON CONFLICT DO NOTHING",
	[SQL_MERGE_FIELD_DELETE] =
	    "DELETE FROM field WHERE lead = ?1",
	[SQL_MERGE_FILL] =
	    "UPDATE lead SET name = coalesce(lead.name, f.name), company ="
	    " coalesce(lead.company, f.company), email = coalesce(lead.email,"
	    " f.email), phone = coalesce(lead.phone, f.phone), campaign ="
	    " coalesce(lead.campaign, f.campaign), subject ="
	    " coalesce(lead.subject, f.subject), message ="
	    " coalesce(lead.message, f.message), value = coalesce(lead.value,"
	    " f.value), currency = coalesce(lead.currency, f.currency),"
	    " service = coalesce(lead.service, f.service), place ="
	    " coalesce(lead.place, f.place), zip = coalesce(lead.zip, f.zip),"
	    " timeframe = coalesce(lead.timeframe, f.timeframe), language ="
	    " coalesce(lead.language, f.language), timezone ="
	    " coalesce(lead.timezone, f.timezone), note = coalesce(lead.note,"
	    " f.note), thread_id = coalesce(lead.thread_id, f.thread_id),"
	    " automation = min(lead.automation, f.automation), handed_off ="
	    " max(lead.handed_off, f.handed_off), hold_until ="
	    " max(lead.hold_until, f.hold_until), priority = CASE WHEN 'high'"
	    " IN (lead.priority, f.priority) THEN 'high' ELSE lead.priority"
	    " END, last_contact = max(lead.last_contact, f.last_contact),"
	    " last_inbound = max(lead.last_inbound, f.last_inbound), replies"
	    " = lead.replies + f.replies, touches = lead.touches + f.touches"
	    " FROM lead f WHERE f.id = ?1 AND lead.id = ?2",
	[SQL_MERGE_LEAD] =
	    "UPDATE lead SET merged = ?2 WHERE id = ?1 OR merged = ?1",
	[SQL_MERGE_ADDRESS] =
	    "UPDATE OR IGNORE address SET person = ?2 WHERE person = ?1",
	[SQL_MERGE_ADDRESS_DELETE] =
	    "DELETE FROM address WHERE person = ?1",
	[SQL_MERGE_MAYBE] =
	    "INSERT INTO maybe_same(a, b) SELECT min(?2, o), max(?2, o) FROM"
	    " (SELECT iif(a = ?1, b, a) AS o FROM maybe_same WHERE a = ?1 OR"
	    " b = ?1) WHERE o <> ?2 ON CONFLICT DO NOTHING",
	[SQL_MERGE_MAYBE_DELETE] =
	    "DELETE FROM maybe_same WHERE a = ?1 OR b = ?1",
	[SQL_MERGE_LEADS] =
	    "UPDATE lead SET person = ?2 WHERE person = ?1",
	[SQL_MERGE_PERSON_DELETE] =
	    "DELETE FROM person WHERE id = ?1",
	[SQL_FORGET_NORMS] =
	    "SELECT id FROM address WHERE person = ?1 ORDER BY id",
	[SQL_FORGET_NORM] =
	    "SELECT norm FROM address WHERE id = ?1",
	[SQL_FORGET_FACT] =
	    "UPDATE OR REPLACE fact SET norm = ?2 WHERE norm = ?1",
	[SQL_FORGET_ADDRESS] =
	    "DELETE FROM address WHERE person = ?1",
	[SQL_FORGET_PERSON] =
	    "UPDATE person SET name = NULL, company = NULL WHERE id = ?1",
	[SQL_FORGET_MAYBE] =
	    "DELETE FROM maybe_same WHERE a = ?1 OR b = ?1",
	[SQL_FORGET_LEAD] =
	    "UPDATE lead SET name = NULL, company = NULL, email = NULL, phone"
	    " = NULL, campaign = NULL, subject = NULL, recipient = NULL,"
	    " message = NULL, next_action = NULL, service = NULL, place ="
	    " NULL, zip = NULL, timeframe = NULL, note = NULL, thread_id ="
	    " NULL, \"references\" = NULL, question = NULL, automation = 0,"
	    " tag = 'forgotten' || lower(hex(randomblob(12))) WHERE person ="
	    " ?1",
	[SQL_FORGET_FIELD] =
	    "DELETE FROM field WHERE lead IN (SELECT id FROM lead WHERE"
	    " person = ?1)",
	[SQL_FORGET_EVENT] =
	    "UPDATE event SET text = iif(kind = 'sent', text, NULL), old ="
	    " iif(kind IN"
	    " ('stage','owner','priority','score','sent','routed',"
	    "'sequence-started','sequence-ended'),"
	    " old, NULL), new = iif(kind IN"
	    " ('stage','owner','priority','score','sent','routed',"
	    "'sequence-started','sequence-ended'),"
	    " new, NULL) WHERE lead IN (SELECT id FROM lead WHERE person ="
	    " ?1)",
	[SQL_FORGET_TASK] =
	    "UPDATE task SET action = '(forgotten)', why = NULL WHERE lead IN"
	    " (SELECT id FROM lead WHERE person = ?1)",
	[SQL_FORGET_CANCEL] =
	    "UPDATE message SET state = 'cancelled' WHERE state IN"
	    " ('queued','held','claimed','retry') AND (lead IN (SELECT id"
	    " FROM lead WHERE person = ?1) OR task IN (SELECT id FROM task"
	    " WHERE lead IN (SELECT id FROM lead WHERE person = ?1)))",
	[SQL_FORGET_MESSAGE] =
	    "UPDATE message SET \"to\" = iif(kind = 'notice', \"to\", NULL),"
	    " subject = NULL, detail = NULL, bytes = NULL WHERE lead IN"
	    " (SELECT id FROM lead WHERE person = ?1) OR task IN (SELECT id"
	    " FROM task WHERE lead IN (SELECT id FROM lead WHERE person ="
	    " ?1))",
	[SQL_FORGET_THREAD] =
	    "DELETE FROM thread WHERE lead IN (SELECT id FROM lead WHERE"
	    " person = ?1)",
	[SQL_FORGET_INBOX] =
	    "UPDATE inbox SET raw = NULL, name = NULL, email = NULL, phone ="
	    " NULL, reason = NULL, hash = iif(format IN ('csv','vcard'),"
	    " lower(hex(randomblob(32))), hash), vendor_id = iif(format IN"
	    " ('csv','vcard'), NULL, vendor_id) WHERE lead IN (SELECT id FROM"
	    " lead WHERE person = ?1)",
	[SQL_FORGET_LEADS] =
	    "SELECT id FROM lead WHERE person = ?1 ORDER BY id",
	[SQL_VISITOR_PURGE] =
	    "DELETE FROM visitor WHERE since <= ?1",
	[SQL_VISITOR_ADD] =
	    "INSERT INTO visitor(who, since, count) VALUES(?1, ?2, 1) ON"
	    " CONFLICT(who) DO UPDATE SET count = count + 1",
	[SQL_VISITOR_GET] =
	    "SELECT count, since FROM visitor WHERE who = ?1",
	[SQL_REFUSAL_ADD] =
	    "INSERT INTO refusal(reason, count, last) VALUES(?1, 1, ?2) ON"
	    " CONFLICT(reason) DO UPDATE SET count = count + 1, last ="
	    " excluded.last",
	[SQL_REFUSAL_NEXT] =
	    "SELECT reason, count, last FROM refusal WHERE reason > ?1 ORDER"
	    " BY reason LIMIT 1",
	[SQL_MESSAGE_DETAIL] =
	    "UPDATE message SET detail = ?2 WHERE id = ?1",
	[SQL_MESSAGE_TO] =
	    "SELECT id, lead FROM message WHERE \"to\" = ?1 AND channel <>"
	    " 'email' AND sent >= ?2 AND lead IS NOT NULL AND kind NOT IN"
	    " ('notice','digest') ORDER BY instr(coalesce(detail, ''), ?3) >"
	    " 0 DESC, sent DESC, id DESC LIMIT 1",
	[SQL_RETAIN_INBOX] =
	    "UPDATE inbox SET raw = NULL WHERE at < ?1 AND raw IS NOT NULL",
	[SQL_RETAIN_MESSAGE] =
	    "UPDATE message SET bytes = NULL WHERE created < ?1 AND bytes IS"
	    " NOT NULL AND state IN ('sent','failed','cancelled')",
	[SQL_RANDOM] =
	    "SELECT lower(hex(randomblob(32)))",
	[SQL_SCHEMA] =
	    "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND"
	    " name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
	SQL_REPORT
	[SQL_VERIFY_FILE] =
	    "SELECT integrity_check FROM pragma_integrity_check ORDER BY"
	    " rowid",
	[SQL_VERIFY_FOREIGN] =
	    "SELECT \"table\" || ' row ' || coalesce(rowid, '') || ': no ' ||"
	    " parent || ' for it' FROM pragma_foreign_key_check ORDER BY 1",
	[SQL_VERIFY_OWNER] =
	    "SELECT 'L' || id || ': open lead without an owner' FROM lead"
	    " WHERE merged IS NULL AND routed = 1 AND stage NOT IN"
	    " ('won','lost','inactive') AND owner IS NULL ORDER BY id",
	[SQL_VERIFY_TASK] =
	    "SELECT 'L' || id || ': open lead without an open task' FROM lead"
	    " l WHERE merged IS NULL AND routed = 1 AND stage NOT IN"
	    " ('won','lost','inactive') AND NOT EXISTS (SELECT 1 FROM task t"
	    " WHERE t.lead = l.id AND t.done = 0) ORDER BY id",
	[SQL_VERIFY_NEXT_DUE] =
	    "SELECT 'L' || id || ': next_due or next_action disagrees with"
	    " its tasks' FROM lead l WHERE merged IS NULL AND (next_due <>"
	    " coalesce((SELECT t.due FROM task t WHERE t.lead = l.id AND"
	    " t.done = 0 AND t.kind <> 'step' ORDER BY t.due, t.id LIMIT 1),"
	    " 0) OR next_action IS NOT (SELECT t.action FROM task t WHERE"
	    " t.lead = l.id AND t.done = 0 AND t.kind <> 'step' ORDER BY"
	    " t.due, t.id LIMIT 1)) ORDER BY id",
	[SQL_VERIFY_NEXT_MESSAGE] =
	    "SELECT 'L' || id || ': next_message disagrees with its messages'"
	    " FROM lead l WHERE merged IS NULL AND next_message <>"
	    " coalesce((SELECT min(due) FROM message m WHERE m.lead = l.id"
	    " AND m.kind = 'step' AND m.state IN ('queued','held','retry')),"
	    " 0) ORDER BY id",
	[SQL_VERIFY_REPLIES] =
	    "SELECT 'L' || l.id || ': replies disagrees with its events: ' ||"
	    " l.replies || ', events say ' || coalesce(c.n, 0) FROM lead l"
	    " LEFT JOIN (SELECT CAST(coalesce(g.merged, g.id) AS INTEGER) AS"
	    " lead, count(*) AS n FROM event e JOIN lead g ON g.id = e.lead"
	    " WHERE e.kind = 'reply' GROUP BY 1) c ON c.lead = l.id WHERE"
	    " l.merged IS NULL AND l.replies <> coalesce(c.n, 0) ORDER BY"
	    " l.id",
	[SQL_VERIFY_TOUCHES] =
	    "SELECT 'L' || l.id || ': touches disagrees with its events: ' ||"
	    " l.touches || ', events say ' || coalesce(c.n, 0) FROM lead l"
	    " LEFT JOIN (SELECT CAST(coalesce(g.merged, g.id) AS INTEGER) AS"
	    " lead, count(*) AS n FROM event e JOIN lead g ON g.id = e.lead"
	    " WHERE e.kind IN"
	    " ('sent','call','mail','text','chat','met','voicemail',"
	    "'no-answer','answer')"
	    " GROUP BY 1) c ON c.lead = l.id WHERE l.merged IS NULL AND"
	    " l.touches <> coalesce(c.n, 0) ORDER BY l.id",
	[SQL_VERIFY_STAGE] =
	    "SELECT 'L' || l.id || ': stage is ' || l.stage || ', events say"
	    " ' || e.new FROM lead l JOIN (SELECT lead, max(id) AS id FROM"
	    " event WHERE kind = 'stage' GROUP BY lead) n ON n.lead = l.id"
	    " JOIN event e ON e.id = n.id WHERE l.merged IS NULL AND e.new IS"
	    " NOT NULL AND e.new <> l.stage ORDER BY l.id",
	/* what a merge joins has the events of both, and one's score */
	[SQL_VERIFY_SCORE] =
	    "SELECT 'L' || l.id || ': score is ' || l.score || ', events say '"
	    " || coalesce(c.n, 0) FROM lead l LEFT JOIN (SELECT lead,"
	    " sum(CAST(new AS INTEGER)) AS n FROM event WHERE kind = 'score'"
	    " GROUP BY lead) c ON c.lead = l.id WHERE l.merged IS NULL AND"
	    " l.score <> coalesce(c.n, 0) AND NOT EXISTS (SELECT 1 FROM lead g"
	    " WHERE g.merged = l.id) ORDER BY l.id",
	[SQL_VERIFY_OWNED] =
	    "SELECT 'L' || l.id || ': owner is ' || coalesce(l.owner, 'none')"
	    " || ', events say ' || coalesce(e.new, 'none') FROM lead l JOIN"
	    " (SELECT lead, max(id) AS id FROM event WHERE kind = 'owner' GROUP"
	    " BY lead) n ON n.lead = l.id JOIN event e ON e.id = n.id WHERE"
	    " l.merged IS NULL AND e.new IS NOT l.owner ORDER BY l.id",
	[SQL_VERIFY_OPEN] =
	    "SELECT o.owner || ': ' || o.n || ' open leads, counted ' ||"
	    " coalesce(c.n, 0) FROM owner_open o LEFT JOIN (SELECT owner,"
	    " count(*) AS n FROM lead WHERE merged IS NULL AND stage NOT IN"
	    " ('won','lost','inactive') GROUP BY owner) c ON c.owner ="
	    " o.owner WHERE o.n <> coalesce(c.n, 0) ORDER BY o.owner",
	[SQL_VERIFY_ADDRESS] =
	    "SELECT 'L' || l.id || ': its mail address is none of its person''s'"
	    " FROM lead l WHERE l.merged IS NULL AND l.email IS NOT NULL AND"
	    " NOT EXISTS (SELECT 1 FROM address a WHERE a.person = l.person AND"
	    " a.channel = 'email') ORDER BY l.id",
	[SQL_VERIFY_RAW] =
	    "SELECT 'I' || id || ': ' || length(raw) || ' bytes of ' || size"
	    " FROM inbox WHERE raw IS NOT NULL AND truncated = 0 AND"
	    " length(raw) <> size ORDER BY id",
	[SQL_VERIFY_SENT] =
	    "SELECT 'M' || m.id || ': sent to an address closed before (' ||"
	    " f.kind || ')' FROM message m JOIN lead l ON l.id = m.lead JOIN"
	    " address a ON a.person = l.person AND (a.given = m.\"to\" OR"
	    " a.norm = m.\"to\") JOIN fact f ON f.channel = a.channel AND"
	    " f.norm = a.norm WHERE m.kind IN ('step','reminder','booking') AND"
	    " m.state = 'sent' AND"
	    " m.sent > f.at ORDER BY m.id, f.kind",
	[SQL_VERIFY_EVENT] =
	    "SELECT 'L' || id || ': no event at all' FROM lead l WHERE NOT"
	    " EXISTS (SELECT 1 FROM event e WHERE e.lead = l.id) ORDER BY id",
	[SQL_VERIFY_TAIL] =
	    "SELECT 'M' || id || ': sent without a time' FROM message WHERE"
	    " state = 'sent' AND sent = 0 ORDER BY id",
};
