-- 一件事减材料：期内收件的一件事，分开办的材料份数里，少了多少
SELECT NULL AS department, hall, win, bundle AS item, clerk, SUM(papers_before - papers_after) AS num, SUM(papers_before) AS den, COUNT(*) AS n
FROM fact_thing
WHERE papers_before > 0 AND papers_after IS NOT NULL
GROUP BY hall, win, bundle, clerk
