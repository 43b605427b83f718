-- 退件率：期内受理的办件里，部门退回窗口过的
SELECT department, hall, win, item, clerk, SUM(CASE WHEN returns > 0 THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE accepted = 1
GROUP BY department, hall, win, item, clerk
