// How far each webhook is, as JSON: `(:_Delivery {name, version, state})`, beside the register, of which it is no part.

// name: Deliveries
MATCH (d:_Delivery)
RETURN d.version AS version, d.state AS state ORDER BY d.name

// name: DeliveryVersion
MATCH (d:_Delivery {name: $name})
RETURN d.version AS version

// name: PutDelivery
MERGE (d:_Delivery {name: $name})
SET d.version = $version, d.state = $state
