-- 平均等候时长：没有接入排队叫号系统，没有来源，所以一行也没有
SELECT department, hall, win, item, clerk, 0 AS num, 0 AS den, 0 AS n
FROM fact_case
WHERE 1 = 0
