-- name: Deliveries
SELECT version, state FROM delivery ORDER BY name

-- name: DeliveryVersion
SELECT version FROM delivery WHERE name = :name

-- name: PutDelivery
INSERT INTO delivery (name, version, state) VALUES (:name, :version, :state)
ON CONFLICT (name) DO UPDATE SET version = excluded.version, state = excluded.state
