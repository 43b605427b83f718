-- 督办办结率：期内下达、没有撤销的督办单里，办结的
SELECT department, hall, NULL AS win, NULL AS item, NULL AS clerk, SUM(CASE WHEN ending = 'done' THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_urging
WHERE ending <> 'withdrawn'
GROUP BY department, hall
