-- 一件事收件量：期内收件的一件事
SELECT NULL AS department, hall, win, bundle AS item, clerk, COUNT(*) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_thing
GROUP BY hall, win, bundle, clerk
