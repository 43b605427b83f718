-- 红牌率：期内亮出、没有撤销的红牌，除以期内办结的办件
SELECT department, hall, win, item, clerk, COUNT(*) AS num, 0 AS den, COUNT(*) AS n
FROM fact_card
WHERE level = 'red' AND standing = 1
GROUP BY department, hall, win, item, clerk
UNION ALL
SELECT department, hall, win, item, clerk, 0 AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE decided = 1
GROUP BY department, hall, win, item, clerk
