SELECT s.region, s.number, w.name_en, w.name_zh, s.applied_on, s.granted_on, s.sealed_on,
  s.revision AS as_of
FROM status AS s JOIN wells AS w USING (region, number)
WHERE s.revision = (SELECT max(revision) FROM status)
ORDER BY s.region, s.number
