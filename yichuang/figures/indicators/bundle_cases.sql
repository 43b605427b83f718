-- 一件事覆盖率（按办件）：期内收件、属于某个一件事的事项的办件里，作为一件事合办的
SELECT department, hall, win, item, clerk, SUM(CASE WHEN thing IS NOT NULL THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE filed = 1 AND bundled = 1
GROUP BY department, hall, win, item, clerk
