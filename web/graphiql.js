// Shows GraphiQL.
"use strict";

function showGraphiQL() {
  const own = asked.get("query");
  const given = { query: own, variables: asked.get("variables") ?? "" };
  const ask = GraphiQL.createFetcher({ url: settings.endpoint });
  const graphiql = React.createElement(GraphiQL, {
    fetcher: (body, options) => (subscribes(body) ? follow(body) : ask(body, options)),
    defaultTabs: own ? [given] : settings.examples.map(({ query }) => ({ query })),
    // A question in the address is shown, whatever was asked here before.
    ...(own ? given : {}),
  });
  ReactDOM.createRoot(element("graphiql")).render(graphiql);
}

begin();
showGraphiQL();
