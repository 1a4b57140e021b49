SELECT $columns
FROM "$series"
WHERE revision = (
  SELECT revision FROM revisions AS r WHERE series = '$series' ORDER BY $newest_r LIMIT 1
)
