-- 清单准确率：现行事项里，期内没有被找错、查实有错的
SELECT department, NULL AS hall, NULL AS win, item, NULL AS clerk,
  SUM(CASE WHEN item IN (SELECT f.item FROM fact_flaw f WHERE f.agreed = 1 AND f.item IS NOT NULL) THEN 0 ELSE 1 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_item
GROUP BY department, item
