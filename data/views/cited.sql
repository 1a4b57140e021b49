-- Each source as people name it: publisher, title and day, and what kind of source it is, which is
-- said and not graded. A title in brackets is ours: the text read has no title.
WITH days AS (
  SELECT s.*, coalesce(s.published_on, s.signed_on) AS day,
    s.publisher IS NULL AS is_unidentified,
    -- Titles that begin with a bracket and go on behind it are the publisher's.
    s.title LIKE '[%]' AS is_described,
    EXISTS (
      SELECT 1 FROM names AS n WHERE n.name = s.publisher
    ) AS is_own
  FROM sources AS s
),
kinds AS (
  SELECT d.*,
    CASE
      WHEN d.source_id LIKE 'collection-%' THEN 'search'
      WHEN d.is_unidentified THEN 'unidentified'
      WHEN d.read_via = 'repost' THEN 'repost'
      WHEN d.url LIKE 'https://github.com/%' OR d.title LIKE '%commit %' OR d.title LIKE '%release v%'
        THEN 'file'
      WHEN d.is_own THEN 'own_page'
      WHEN d.level = 'primary' THEN 'official'
      ELSE 'report'
    END AS source_kind,
    CASE WHEN d.is_described THEN substr(d.title, 2, length(d.title) - 2) ELSE d.title END AS plain,
    coalesce(
      (SELECT label_zh FROM phrases WHERE phrase = d.title),
      CASE WHEN d.is_described THEN substr(d.title, 2, length(d.title) - 2) ELSE d.title END
    ) AS plain_zh,
    coalesce(
      (SELECT label_zh FROM phrases WHERE phrase = d.publisher),
      (SELECT o.name_zh FROM names AS n JOIN organizations AS o USING (org_id) WHERE n.name = d.publisher),
      d.publisher
    ) AS publisher_zh
  FROM days AS d
)
SELECT source_id, source_kind, day, title, plain AS title_plain, plain_zh AS title_plain_zh, is_described,
  publisher_zh, lang,
  '/sources/' || source_id AS page_url,
  CASE source_kind
    WHEN 'search' THEN 'Our own search'
    ELSE coalesce(publisher, 'Unidentified publisher')
      || CASE WHEN is_described THEN ': ' || plain ELSE ': “' || plain || '”' END
      || coalesce(', ' || day, ', no date on the page')
      || CASE source_kind WHEN 'repost' THEN ' (repost)' WHEN 'unidentified' THEN ' (no publisher named)' ELSE '' END
  END AS label_en,
  CASE source_kind
    WHEN 'search' THEN '本站搜尋'
    ELSE coalesce(publisher_zh, '發布者不詳')
      || CASE WHEN is_described THEN '：' || plain_zh ELSE '：〈' || plain || '〉' END
      || coalesce('，' || day, '，頁面沒有日期')
      || CASE source_kind WHEN 'repost' THEN '（轉載）' WHEN 'unidentified' THEN '（未註明發布者）' ELSE '' END
  END AS label_zh,
  CASE source_kind WHEN 'search' THEN 'our own search' ELSE coalesce(publisher, 'unidentified publisher') END
    || coalesce(', ' || day, '')
    || CASE source_kind WHEN 'repost' THEN ' (repost)' ELSE '' END AS short_en,
  CASE source_kind WHEN 'search' THEN '本站搜尋' ELSE coalesce(publisher_zh, '發布者不詳') END
    || coalesce('，' || day, '')
    || CASE source_kind WHEN 'repost' THEN '（轉載）' ELSE '' END AS short_zh
FROM kinds
ORDER BY source_id
