package exchange

import (
	"slices"

	"ketenkaart/registry"
)

const (
	partnerFile    = "partners.csv"
	partnerColumns = "key,name,short_name,aliases,core_tasks,sectors,chains,part_of,national,capacities,in_care_of," +
		"tooi,kvk,oin,website,since,until,source,certainty,note," +
		"classification_source,classification_certainty,classification_note"
)

// partners returns those of the file, with their ambitions and what other files tell of them.
func (r *reader) partners(ambitions map[string]*registry.Ambition) []registry.Partner {
	before, areas, connections := seen{}, r.workingAreas(), r.connections()
	return each(r, partnerFile, func(row row) registry.Partner {
		before.once(row, "key")
		found := partner(row)
		found.WorkingAreas = parts(r, workingAreaFile, areas[found.Key])
		found.Ambition = ambitions[found.Key]
		found.Connections = parts(r, connectionFile, connections[found.Key])
		return found
	})
}

// partner reads the row alone, without what other files say of the partner.
func partner(row row) registry.Partner {
	found := registry.Partner{
		Key:            row.key("key", registry.KindPartner),
		Name:           row.required("name"),
		ShortName:      row.optional("short_name"),
		Aliases:        row.list("aliases"),
		CoreTasks:      row.coreTasks(),
		Capacities:     row.list("capacities"),
		InCareOf:       row.list("in_care_of"),
		SectorCodes:    row.references("sectors", registry.KindSector),
		ChainCodes:     row.references("chains", registry.KindChain),
		Classification: row.provenance("classification_"),
		PartOfKey:      row.partOf(),
		National:       row.boolean("national"),
		Identifiers:    row.identifiers(),
		Website:        row.url("website"),
		Since:          row.optionalDate("since"),
		Until:          row.optionalDate("until"),
		EndReason:      row.optional("end_reason"),
		Provenance:     row.provenance(""),
	}
	row.periodInOrder(found.Since, found.Until)
	return found
}

// coreTasks reads the kerntaken; none is allowed, for they may not be known (R1).
func (r row) coreTasks() []registry.CoreTask {
	tasks := []registry.CoreTask{}
	for _, item := range r.list("core_tasks") {
		if task := registry.CoreTask(item); slices.Contains(registry.AllCoreTasks(), task) {
			tasks = append(tasks, task)
		} else {
			r.fault("core_tasks", "%q is not one of %v", item, registry.AllCoreTasks())
		}
	}
	return tasks
}

func (r row) partOf() *string {
	if key := r.text("part_of"); key != "" && key == r.text("key") {
		r.fault("part_of", "a partner is not a part of itself")
	}
	return r.optionalReference("part_of", registry.KindPartner)
}
