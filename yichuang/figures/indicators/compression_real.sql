-- 实际压缩比：期内办结的承诺件，承诺天数之和里，少用了多少
SELECT department, hall, win, item, clerk, SUM(promised_days - used_days) AS num, SUM(promised_days) AS den, COUNT(*) AS n
FROM fact_case
WHERE decided = 1 AND at_once = 0 AND promised_days > 0 AND used_days IS NOT NULL
GROUP BY department, hall, win, item, clerk
