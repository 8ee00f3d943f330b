/*
 * sql_report: the statements of the reports, a part of the array in sql.c
 * (C has no array in two files). Figures leave source "test" out; what was
 * merged counts with the lead that lives.
 */
#ifndef STORE_SQL_REPORT_H
#define STORE_SQL_REPORT_H

/* As the index lead_open has it: said otherwise, the index is not used. */
#define LIVE " merged IS NULL AND stage NOT IN ('won','lost','inactive')" \
	" AND source IS NOT 'test'"
#define ITEM "SELECT 'L' || id, coalesce(name, email, phone), owner, "
#define TOTAL ", count(*) OVER () FROM lead l WHERE" LIVE " AND "
#define BEST " LIMIT ?3"
/* A lead and what was merged into it. */
#define FAMILY(id) "(SELECT " id " UNION ALL SELECT g.id FROM lead g WHERE" \
	" g.merged = " id ")"
#define HUMAN "('call','mail','text','chat','met','voicemail','no-answer'," \
	"'answer')"
#define TOUCH "('sent','call','mail','text','chat','met','voicemail'," \
	"'no-answer','answer')"
#define FIRST(k) "min(iif(e.kind = '" k "', e.at, NULL))"
#define MOVED(k) "min(iif(e.kind = '" k "' OR (e.kind = 'stage' AND e.new" \
	" = '" k "'), e.at, NULL))"
#define TOUCHES(to) "iif(f." to " >= ?1 AND f." to " < ?2, (SELECT count(*)" \
	" FROM event t WHERE t.lead IN " FAMILY("l.id") " AND +t.kind IN " \
	TOUCH " AND t.at <= f." to "), 0)"

/* The events that hold somebody's words, and all that is searched in one. */
#define SAID "('received','again','reply','answer','note','call'," \
	"'voicemail','no-answer','mail','text','chat','met','booked'," \
	"'rescheduled','no-show','proposal','qualified','won','lost'," \
	"'opt-out','opt-in','auto-reply','complaint')"
#define WORDS "coalesce(e.text, '') || iif(e.kind = 'received', ' ' ||" \
	" coalesce(l.subject, '') || ' ' || coalesce(l.name, '') || ' ' ||" \
	" coalesce(l.company, '') || ' ' || coalesce(l.email, '') || ' ' ||" \
	" coalesce(l.phone, ''), '')"

#define SQL_REPORT \
	[SQL_SOURCE_EACH] = \
	    "SELECT source, received FROM lead WHERE received >= ?1 AND merged" \
	    " IS NULL AND imported = 0 AND source IS NOT 'test' ORDER BY" \
	    " source, received", \
	[SQL_EVENT_OLDEST] = \
	    "SELECT at FROM event ORDER BY id LIMIT 1", \
	[SQL_EVENT_NEWEST] = \
	    "SELECT at FROM event ORDER BY id DESC LIMIT 1", \
	[SQL_WORDS_LAST] = \
	    "SELECT max(id) FROM (SELECT id FROM event WHERE id > ?1 ORDER BY" \
	    " id LIMIT ?2)", \
	[SQL_WORDS_ADD] = \
	    "INSERT INTO words(rowid, text) SELECT e.id, " WORDS " FROM event" \
	    " e LEFT JOIN lead l ON l.id = e.lead WHERE e.id > ?1 AND e.id <=" \
	    " ?2 AND e.kind IN " SAID, \
	[SQL_WORDS_FIND] = \
	    "SELECT DISTINCT coalesce(l.merged, l.id) FROM words w JOIN event" \
	    " e ON e.id = w.rowid JOIN lead l ON l.id = e.lead WHERE words" \
	    " MATCH ?1 UNION SELECT coalesce(l.merged, l.id) FROM event e JOIN" \
	    " lead l ON l.id = e.lead WHERE e.id > ?2 AND e.kind IN " SAID \
	    " AND NOT EXISTS (SELECT 1 FROM json_each(?3) j WHERE " WORDS \
	    " NOT LIKE j.value ESCAPE '\\') ORDER BY 1 DESC", \
	[SQL_WORDS_FORGET] = \
	    "DELETE FROM words WHERE rowid IN (SELECT e.id FROM event e JOIN" \
	    " lead l ON l.id = e.lead WHERE l.person = ?1)", \
	[SQL_WORDS_PURGE] = \
	    "INSERT INTO words(words) VALUES('optimize')", \
	[SQL_FACTS_LEAD] = \
	    "WITH pick(id) AS (SELECT id FROM lead WHERE received >= ?1 AND" \
	    " received < ?2 UNION SELECT CAST(coalesce(g.merged, g.id) AS" \
	    " INTEGER) FROM event e JOIN lead g ON g.id = e.lead WHERE e.kind" \
	    " IN ('booked','won','lost') AND e.at >= ?1 AND e.at < ?2 UNION" \
	    " SELECT CAST(coalesce(g.merged, g.id) AS INTEGER) FROM event e" \
	    " JOIN lead g ON g.id = e.lead WHERE e.kind = 'stage' AND e.at >=" \
	    " ?1 AND e.at < ?2 AND e.new IN ('booked','won','lost'))," \
	    " part(id, lead) AS (SELECT id, id FROM pick UNION ALL SELECT" \
	    " p.id, g.id FROM pick p CROSS JOIN lead g ON g.merged = p.id)," \
	    " first AS (SELECT p.id, " FIRST("sent") " AS machine," \
	    " min(iif(e.kind IN " HUMAN ", e.at, NULL)) AS human, " \
	    FIRST("reply") " AS reply, " MOVED("qualified") " AS qualified, " \
	    FIRST("handoff") " AS handoff, " MOVED("booked") " AS booked, " \
	    FIRST("no-show") " AS no_show, " MOVED("won") " AS won, " \
	    MOVED("lost") " AS lost, " FIRST("opt-out") " AS opted_out FROM" \
	    " part p CROSS JOIN event e ON e.lead = p.lead GROUP BY p.id)" \
	    " SELECT l.id, l.received, l.source, l.owner, l.imported," \
	    " f.machine, f.human, f.reply, f.qualified, f.handoff, f.booked," \
	    " f.no_show, f.won, f.lost, f.opted_out, " TOUCHES("booked") ", " \
	    TOUCHES("won") ", l.value FROM first f CROSS JOIN lead l ON l.id" \
	    " = f.id WHERE l.merged IS NULL AND l.source IS NOT 'test' ORDER" \
	    " BY l.id", \
	[SQL_FACTS_DEADLINES] = \
	    "SELECT t.owner, sum(t.done > 0 AND t.done <= t.due), sum((t.done" \
	    " = 0 AND t.due < ?3) OR t.done > t.due) FROM task t JOIN lead l" \
	    " ON l.id = t.lead WHERE t.deadline IS NOT NULL AND t.due >= ?1" \
	    " AND t.due < ?2 AND l.source IS NOT 'test' GROUP BY t.owner" \
	    " ORDER BY t.owner", \
	[SQL_FACTS_STAY] = \
	    "SELECT e.old, e.at - coalesce((SELECT p.at FROM event p WHERE" \
	    " p.lead = e.lead AND +p.kind = 'stage' AND p.id < e.id ORDER BY" \
	    " p.id DESC LIMIT 1), l.received) FROM event e JOIN lead l ON l.id" \
	    " = e.lead WHERE e.kind = 'stage' AND e.at >= ?1 AND e.at < ?2 AND" \
	    " e.old IS NOT NULL AND l.imported = 0 AND l.source IS NOT 'test'" \
	    " ORDER BY e.id", \
	[SQL_FACTS_STEP] = \
	    "WITH m AS (SELECT m.*, coalesce((SELECT min(n.sent) FROM message" \
	    " n WHERE n.lead = m.lead AND n.kind = 'step' AND n.state = 'sent'" \
	    " AND (n.sent > m.sent OR (n.sent = m.sent AND n.id > m.id)))," \
	    " 9e15) AS next FROM message m JOIN lead l ON l.id = m.lead WHERE" \
	    " m.sent >= ?1 AND m.sent < ?2 AND m.sent > 0 AND m.kind = 'step'" \
	    " AND m.state = 'sent' AND l.source IS NOT 'test') SELECT" \
	    " sequence, step, template, variant, step_no, count(*), " \
	    "sum(EXISTS(SELECT 1 FROM event e WHERE e.lead IN " \
	    FAMILY("m.lead") " AND +e.kind = 'reply' AND e.at >= m.sent AND" \
	    " e.at < m.next)), sum(EXISTS(SELECT 1 FROM event e WHERE e.lead" \
	    " IN " FAMILY("m.lead") " AND +e.kind = 'opt-out' AND e.at >=" \
	    " m.sent AND e.at < m.next)), sum(EXISTS(SELECT 1 FROM event e" \
	    " WHERE e.lead IN " FAMILY("m.lead") " AND +e.kind = 'bounce' AND" \
	    " e.at >= m.sent AND e.at < m.next)), sum(EXISTS(SELECT 1 FROM" \
	    " event e WHERE e.lead IN " FAMILY("m.lead") " AND (+e.kind =" \
	    " 'booked' OR (+e.kind = 'stage' AND e.new = 'booked')) AND e.at" \
	    " >= m.sent AND e.at < m.next)) FROM m GROUP BY sequence, step_no," \
	    " step, template, variant ORDER BY sequence, step_no, step," \
	    " template, variant", \
	[SQL_FACTS_BOUNCES] = \
	    "SELECT count(*) FROM event e JOIN lead l ON l.id = e.lead WHERE" \
	    " e.kind = 'bounce' AND e.at >= ?1 AND e.at < ?2 AND l.source IS" \
	    " NOT 'test'", \
	[SQL_FACTS_FAILED] = \
	    "SELECT count(*) FROM event e JOIN lead l ON l.id = e.lead WHERE" \
	    " e.kind = 'failed' AND e.at >= ?1 AND e.at < ?2 AND l.source IS" \
	    " NOT 'test'", \
	[SQL_FACTS_RUNS] = \
	    "SELECT count(*), coalesce(sum(gone), 0) FROM (SELECT" \
	    " max(EXISTS(SELECT 1 FROM lead k JOIN event o ON o.lead = k.id" \
	    " WHERE k.person = l.person AND +o.kind = 'opt-out' AND o.at >=" \
	    " s.at)) AS gone FROM event s JOIN lead l ON l.id = s.lead WHERE" \
	    " s.kind = 'sequence-started' AND s.at >= ?1 AND s.at < ?2 AND" \
	    " l.source IS NOT 'test' GROUP BY l.person, s.new)", \
	[SQL_NOW_OPEN] = \
	    "SELECT stage, owner, count(*), total(value), sum(next_due > 0 AND" \
	    " next_due < ?1), sum(next_due = 0), sum(iif(last_contact > 0," \
	    " last_contact, received) < ?2 AND (next_due = 0 OR next_due <" \
	    " ?1)) FROM lead WHERE" LIVE " GROUP BY stage, owner ORDER BY" \
	    " stage, owner", \
	[SQL_NOW_UNSORTED] = \
	    "SELECT count(*) FROM inbox WHERE outcome = 'unsorted'", \
	[SQL_NOW_UNKNOWN] = \
	    "SELECT count(*) FROM message WHERE state = 'unknown'", \
	[SQL_LIST_NEEDS] = \
	    ITEM "CASE WHEN next_due BETWEEN 1 AND ?1 - 1 THEN 'overdue' WHEN" \
	    " owner IS NULL THEN 'no owner' ELSE 'no next action' END AS why," \
	    " next_action, next_due" TOTAL "((next_due > 0 AND next_due < ?1)" \
	    " OR owner IS NULL OR next_due = 0) ORDER BY why <> 'overdue', why" \
	    " <> 'no owner', next_due, id" BEST, \
	[SQL_LIST_NOT_CONTACTED] = \
	    ITEM "stage, next_action, received" TOTAL "last_contact = 0 AND" \
	    " imported = 0 ORDER BY received, id" BEST, \
	[SQL_LIST_OWNERLESS] = \
	    ITEM "stage, next_action, received" TOTAL "owner IS NULL ORDER BY" \
	    " received, id" BEST, \
	[SQL_LIST_PROPOSALS] = \
	    ITEM "iif(next_due = 0, 'no next step', 'overdue'), next_action," \
	    " last_contact" TOTAL "stage = 'proposal' AND next_due < ?1 ORDER" \
	    " BY last_contact, id" BEST, \
	[SQL_LIST_UNTOUCHED] = \
	    ITEM "stage, next_action, iif(last_contact > 0, last_contact," \
	    " received) AS since" TOTAL "iif(last_contact > 0, last_contact," \
	    " received) < ?2 AND (next_due = 0 OR next_due < ?1) ORDER BY" \
	    " since, id" BEST, \
	[SQL_LIST_CLOSE] = \
	    ITEM "stage, next_action, max(last_contact, last_inbound," \
	    " received) AS since" TOTAL "max(last_contact, last_inbound," \
	    " received) < ?1 - 2592000 ORDER BY since, id" BEST, \
	[SQL_LIST_THIS_WEEK] = \
	    ITEM "stage, next_action, next_due" TOTAL "next_due >= ?1 AND" \
	    " next_due < ?1 + 604800 ORDER BY next_due, id" BEST, \
	[SQL_LIST_NEVER_CALLED] = \
	    ITEM "phone, next_action, received" TOTAL "phone IS NOT NULL AND" \
	    " received < ?1 - 86400 AND NOT EXISTS (SELECT 1 FROM event e" \
	    " WHERE e.lead IN " FAMILY("l.id") " AND +e.kind IN" \
	    " ('call','voicemail','no-answer','met')) ORDER BY received, id" \
	    BEST, \
	[SQL_LIST_MAYBE_SAME] = \
	    "SELECT 'L' || (SELECT max(id) FROM lead WHERE person = m.a AND" \
	    " merged IS NULL), p.name, NULL, 'L' || (SELECT max(id) FROM lead" \
	    " WHERE person = m.b AND merged IS NULL), q.name, p.created," \
	    " count(*) OVER () FROM maybe_same m JOIN person p ON p.id = m.a" \
	    " JOIN person q ON q.id = m.b ORDER BY m.a, m.b" BEST, \
	[SQL_LIST_UNSORTED] = \
	    "SELECT 'I' || id, coalesce(name, email, phone), NULL, reason," \
	    " NULL, at, count(*) OVER () FROM inbox WHERE outcome = 'unsorted'" \
	    " ORDER BY id" BEST, \
	[SQL_LIST_UNKNOWN] = \
	    "SELECT 'M' || m.id, coalesce(l.name, m.\"to\"), l.owner, m.detail," \
	    " m.subject, m.due, count(*) OVER () FROM message m LEFT JOIN lead" \
	    " l ON l.id = m.lead WHERE m.state = 'unknown' ORDER BY m.id" BEST, \
	[SQL_LIST_FAILED] = \
	    "SELECT 'M' || m.id, coalesce(l.name, m.\"to\"), l.owner, m.detail," \
	    " m.subject, m.due, count(*) OVER () FROM message m LEFT JOIN lead" \
	    " l ON l.id = m.lead WHERE m.state = 'failed' AND m.due >= ?4 AND" \
	    " m.due < ?5 ORDER BY m.due, m.id" BEST, \
	[SQL_NOW_EVIDENCE] = \
	    "WITH fresh AS MATERIALIZED (SELECT * FROM lead WHERE received >=" \
	    " ?2 AND received < ?1 AND merged IS NULL AND imported = 0 AND" \
	    " source IS NOT 'test') SELECT 1, sum(written = 0 OR received -" \
	    " written < 86400), count(*) FROM fresh UNION ALL SELECT 2," \
	    " count(DISTINCT source), 3 FROM fresh UNION ALL SELECT 3," \
	    " count(*) - sum(outcome = 'unsorted'), count(*) FROM inbox WHERE" \
	    " at >= ?2 AND at < ?1 UNION ALL SELECT 4, sum(owner IS NOT NULL)," \
	    " count(*) FROM lead WHERE" LIVE " UNION ALL SELECT 5, sum(t.told" \
	    " > 0 OR t.created > ?1 - 3600), count(*) FROM task t JOIN lead l" \
	    " ON l.id = t.lead WHERE t.done = 0 AND t.due < ?1 + 86400 UNION" \
	    " ALL SELECT 6, sum(owner IS NOT NULL AND lower(owner) NOT IN" \
	    " ('sales','info','admin','office','team','support','hello'," \
	    "'someone','anyone','nobody')), count(*) FROM lead WHERE" LIVE \
	    " UNION ALL SELECT 7, sum(EXISTS(SELECT 1 FROM task t WHERE t.lead" \
	    " = fresh.id AND t.deadline IS NOT NULL)), count(*) FROM fresh" \
	    " UNION ALL SELECT 8, sum(EXISTS(SELECT 1 FROM event e WHERE" \
	    " e.lead = fresh.id AND +e.kind IN " HUMAN " AND e.at <" \
	    " fresh.received + 86400)), count(*) FROM fresh WHERE received <" \
	    " ?1 - 86400 UNION ALL SELECT 9, sum(t.breached > 0), count(*)" \
	    " FROM task t WHERE t.deadline IS NOT NULL AND t.due >= ?2 AND" \
	    " t.due < ?1 - 600 AND (t.done = 0 OR t.done > t.due + 600) UNION" \
	    " ALL SELECT 10, sum(stage <> 'new' OR received > ?1 - 86400)," \
	    " count(*) FROM lead WHERE" LIVE " UNION ALL SELECT 11," \
	    " sum(last_contact > 0), count(*) FROM lead WHERE" LIVE " AND" \
	    " received < ?1 - 604800 UNION ALL SELECT 12, sum(next_due > 0)," \
	    " count(*) FROM lead WHERE" LIVE " UNION ALL SELECT 13, count(*)," \
	    " 4 FROM message WHERE kind = 'report' AND created >= ?2 AND" \
	    " created < ?1 UNION ALL SELECT 14, sum(NOT (iif(last_contact > 0," \
	    " last_contact, received) < ?3 AND (next_due = 0 OR next_due <" \
	    " ?1))), count(*) FROM lead WHERE" LIVE " UNION ALL SELECT 15," \
	    " count(DISTINCT (?1 - sent) / 86400), 5 FROM message WHERE sent > ?1 -" \
	    " 604800 AND sent < ?1 AND sent > 0 AND kind IN" \
	    " ('digest','notice','report') ORDER BY 1",

#endif
