import { graphql } from 'relay-runtime';

// A part of a page that Relay can read again by itself, through node(id:).
graphql`
  fragment PartnerPage_partner on Partner @refetchable(queryName: "PartnerPageRefetchQuery") {
    name
    adoption {
      since
    }
  }
`;

// One partner at three dates; after has fields that before has not.
graphql`
  query PartnerPageQuery {
    before: partner(key: "kustwacht-nederland", asOf: "2019-03-05") {
      id
      adoption {
        since
      }
    }
    after: partner(key: "kustwacht-nederland", asOf: "2019-03-06") {
      id
      adoption {
        since
        region {
          name
        }
      }
    }
    now: partner(key: "kustwacht-nederland") {
      id
      adoption {
        since
      }
    }
  }
`;

// A list that grows, kept by Relay under one key.
graphql`
  fragment PartnerPage_agreements on Partner
  @argumentDefinitions(first: { type: "Int", defaultValue: 10 }, after: { type: "String" })
  @refetchable(queryName: "PartnerPageAgreementsQuery") {
    agreements(first: $first, after: $after) @connection(key: "PartnerPage_agreements") {
      edges {
        node {
          title
        }
      }
    }
  }
`;
