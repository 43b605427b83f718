-- 网办率（按办件）：期内收件的办件里，网上申请的
SELECT department, hall, win, item, clerk, SUM(CASE WHEN channel = 'portal' THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE filed = 1
GROUP BY department, hall, win, item, clerk
