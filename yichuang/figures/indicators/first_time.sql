-- 一次办成率：期内办结的办件里，没有补正过、没有退回过窗口的
SELECT department, hall, win, item, clerk, SUM(CASE WHEN rounds = 0 AND returns = 0 THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE decided = 1
GROUP BY department, hall, win, item, clerk
