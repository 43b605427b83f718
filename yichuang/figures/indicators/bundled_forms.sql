-- 一件事减申请：期内收件的一件事，分开办的申请次数里，少了多少
SELECT NULL AS department, hall, win, bundle AS item, clerk, SUM(parts - 1) AS num, SUM(parts) AS den, COUNT(*) AS n
FROM fact_thing
WHERE parts > 0
GROUP BY hall, win, bundle, clerk
