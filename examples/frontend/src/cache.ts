import { InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';

import possible from './contract/possible-types.js';

// Pages of one list are put together; another filter, order or date is another list.
const pages = relayStylePagination((args) =>
  Object.keys(args ?? {}).filter((name) => !['first', 'after', 'last', 'before'].includes(name)),
);

/** A cache that knows the contract. Ids are unique over all types and name the date, so nothing need be said of them. */
export function newCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes: possible.possibleTypes,
    typePolicies: {
      Query: { fields: { partners: pages, collaborations: pages, adoptions: pages, agreements: pages, changes: pages, agenda: pages, sharedPartners: pages, dataQuality: pages } },
      Region: { fields: { collaborations: pages, adoptions: pages, agreements: pages } },
      Partner: { fields: { agreements: pages, timeline: pages } },
      Sector: { fields: { partners: pages } },
      Chain: { fields: { partners: pages } },
      Collaboration: { fields: { agreements: pages, timeline: pages } },
      Agreement: { fields: { pairs: pages, timeline: pages } },
      Change: { fields: { items: pages } },
      // Parts without an id belong to the thing that they are of: what two questions asked of them is put together.
      Counterparts: { merge: true, fields: { ourAdoptionRegions: pages, partnersWeAdopted: pages, sharedNotAdopted: pages } },
      Gaps: { merge: true, fields: { withoutCollaboration: pages, areaUnknown: pages, notAdopted: pages, belowAmbition: pages, notSuitable: pages, withoutAgreement: pages } },
      Impact: { merge: true, fields: { agreements: pages } },
      Identifiers: { merge: true },
      Registry: { keyFields: [] },
    },
  });
}
