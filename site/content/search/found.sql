-- What a search asks of PostgreSQL, in one call: a session plans it once, and not at each search anew.
--
-- GIN answers from its own pages; any other way would read every tsvector, which the planner takes for cheap.
-- That is why the order is no column's (+ 0), and why no table is read through.

-- The newest places, at most *most*, at which *asked* fits and stands *together* (NULL: need not). All that is
-- looked at of a common word is of the newest *years* (NULL: of all); then the others are not touched. Whether
-- words stand together is read in each text: in the newest *looked_at* that have them all.
CREATE OR REPLACE FUNCTION content_searchplaces(
    asked tsquery, years tsquery, together tsquery, before bigint, looked_at integer, most integer
) RETURNS bigint[] LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    found bigint[] := '{}';
    enough integer := CASE WHEN together IS NULL THEN most ELSE looked_at END;
BEGIN
    IF years IS NOT NULL THEN
        found := ARRAY(
            SELECT place FROM content_searchterms
            WHERE terms @@ (asked && years) AND place + 0 < before
            ORDER BY place + 0 DESC LIMIT enough
        );
    END IF;
    IF cardinality(found) < enough THEN
        found := found || ARRAY(
            SELECT place FROM content_searchterms
            WHERE terms @@ asked AND place + 0 < COALESCE(found[cardinality(found)], before)
            ORDER BY place + 0 DESC LIMIT enough - cardinality(found)
        );
    END IF;
    IF together IS NOT NULL THEN
        found := ARRAY(
            SELECT place FROM (
                SELECT place, terms FROM unnest(found) AS looked (place) JOIN content_searchterms USING (place)
                ORDER BY place DESC OFFSET 0
            ) AS each
            WHERE terms @@ together LIMIT most
        );
    END IF;
    RETURN found;
END $$;

-- The newest entries that fit, at most *most*, and, where there may be more, the newest *in_titles* that fit in
-- their title; each with its score. Where as many as *most* fit what is asked of *whole* words (NULL: it is of such
-- already), no other beginnings are looked at. With *by_all* the score is by all words of a text and not by those
-- that tell most. What was indexed before there were such words has no score until the worker has been there.
CREATE OR REPLACE FUNCTION content_searchfound(
    asked tsquery, titled tsquery, whole tsquery, whole_titled tsquery,
    years tsquery, together tsquery, words tsquery, by_all boolean,
    before bigint, moment timestamptz, looked_at integer, most integer, in_titles integer
) RETURNS TABLE (
    id bigint, place bigint, of varchar, year smallint, language varchar, topics text, authors text,
    title varchar, score real, is_in_title boolean
) LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    newest bigint[] := '{}';
    by_title bigint[] := '{}';
    is_often boolean := false;
BEGIN
    IF whole IS NOT NULL THEN
        newest := content_searchplaces(whole, years, together, before, looked_at, most);
        is_often := cardinality(newest) = most;
    END IF;
    IF NOT is_often THEN
        newest := content_searchplaces(asked, years, together, before, looked_at, most);
    END IF;
    IF cardinality(newest) = most THEN
        by_title := content_searchplaces(
            CASE WHEN is_often THEN whole_titled ELSE titled END, years, together, before, looked_at, in_titles
        );
    END IF;
    RETURN QUERY
    SELECT entry.id, entry.place, entry.of, entry.year, entry.language, entry.topics, entry.authors, entry.title,
        COALESCE(ts_rank(
            '{0.08, 0.4, 0.4, 1.0}',
            CASE WHEN by_all THEN (
                SELECT whole.terms FROM content_searchterms AS whole WHERE whole.place = found.place
            ) ELSE ranked.terms END,
            words, 1
        ), 0::real),
        found.is_in_title
    FROM (
        SELECT each.place, bool_or(each.is_in_title) AS is_in_title
        FROM (
            SELECT unnest(newest) AS place, false AS is_in_title UNION ALL SELECT unnest(by_title), true
        ) AS each
        GROUP BY each.place
    ) AS found
    JOIN content_searchentry AS entry ON entry.place = found.place
    LEFT JOIN content_searchranked AS ranked ON ranked.place = found.place
    WHERE entry.publish_at <= moment AND (entry.unpublish_at IS NULL OR entry.unpublish_at > moment);
END $$;
