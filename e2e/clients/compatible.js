// Tells what of a newer contract breaks clients of an older one. What was deprecated in the older may go.
import { readFileSync } from 'node:fs';
import { BreakingChangeType, buildSchema, findBreakingChanges } from 'graphql';

const [older, newer] = process.argv.slice(2).map((path) => buildSchema(readFileSync(path, 'utf8')));
const removals = new Set([
  BreakingChangeType.FIELD_REMOVED, BreakingChangeType.ARG_REMOVED, BreakingChangeType.VALUE_REMOVED_FROM_ENUM,
]);

// deprecated says whether the older contract told that what a change takes away would go.
function deprecated({ type, description }) {
  if (!removals.has(type)) return false;
  const [, name, member, argument] = description.match(/^(\w+)[ .](?:was removed from enum type )?(\w+)(?: arg (\w+))?/) ?? [];
  if (type === BreakingChangeType.VALUE_REMOVED_FROM_ENUM) {
    return older.getType(member)?.getValue(name)?.deprecationReason != null;
  }
  const field = older.getType(name)?.getFields?.()[member];
  const part = argument ? field?.args.find((each) => each.name === argument) : field;
  return part?.deprecationReason != null;
}

for (const change of findBreakingChanges(older, newer)) {
  if (!deprecated(change)) console.log(`${change.type}: ${change.description}`);
}
