-- 承诺时限压缩比：现行事项的法定天数之和里，少了多少
SELECT department, NULL AS hall, NULL AS win, item, NULL AS clerk,
  SUM(statutory_days - promised_days) AS num, SUM(statutory_days) AS den, COUNT(*) AS n
FROM fact_item
WHERE statutory_days > 0 AND unit = '工作日'
GROUP BY department, item
