-- 马上办率（按办件）：期内办结的办件里，受理当天办结的即办件
SELECT department, hall, win, item, clerk, SUM(CASE WHEN at_once = 1 AND decided_on = accepted_on THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE decided = 1
GROUP BY department, hall, win, item, clerk
