-- 超期率：期内办结的有期限的办件里，超过期限的
SELECT department, hall, win, item, clerk, SUM(CASE WHEN CASE WHEN due_on IS NULL THEN decided_on = accepted_on ELSE decided_on <= due_on END THEN 0 ELSE 1 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE decided = 1 AND (due_on IS NOT NULL OR at_once = 1)
GROUP BY department, hall, win, item, clerk
