-- What follows is for a file of an older schema, in which the kind of a contact point was a free text.

-- name: ContactPointsOfRegions
SELECT rowid, contact_points FROM region WHERE contact_points IS NOT NULL

-- name: ContactPointsOfPartners
SELECT rowid, contact_points FROM partner WHERE contact_points IS NOT NULL

-- name: ContactPointsOfCollaborations
SELECT rowid, contact_points FROM collaboration WHERE contact_points IS NOT NULL

-- name: ContactPointsOfAdoptions
SELECT rowid, contact_points FROM adoption WHERE contact_points IS NOT NULL

-- name: SetContactPointsOfRegion
UPDATE region SET contact_points = :points WHERE rowid = :row

-- name: SetContactPointsOfPartner
UPDATE partner SET contact_points = :points WHERE rowid = :row

-- name: SetContactPointsOfCollaboration
UPDATE collaboration SET contact_points = :points WHERE rowid = :row

-- name: SetContactPointsOfAdoption
UPDATE adoption SET contact_points = :points WHERE rowid = :row
