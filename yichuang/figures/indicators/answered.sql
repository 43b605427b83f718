-- 工单按时答复率：期内收到、已经答复或者期内到期的工单里，在期限内答复的
SELECT department, NULL AS hall, NULL AS win, NULL AS item, NULL AS clerk, SUM(CASE WHEN answered_on <= due_on THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_order
WHERE valid = 1 AND due = 1
GROUP BY department
