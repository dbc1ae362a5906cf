-- name: EndedSessions
SELECT name, at, until FROM ended_session ORDER BY name

-- name: ForgetEndedSessions
DELETE FROM ended_session WHERE julianday(until) <= julianday(:now)

-- name: PutEndedSession
INSERT INTO ended_session (name, at, until) VALUES (:name, :at, :until)
ON CONFLICT (name) DO UPDATE SET at = excluded.at, until = excluded.until
