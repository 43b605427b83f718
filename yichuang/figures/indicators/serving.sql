-- 平均办理时长：期内收件、有接件起止记录的办件，秒数；分母每件 60
SELECT department, hall, win, item, clerk, SUM(sat) AS num, 60 * COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE filed = 1 AND sat IS NOT NULL
GROUP BY department, hall, win, item, clerk
