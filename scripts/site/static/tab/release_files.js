// Which files of a release a cited query is run over.
export const DESCRIPTOR = "datapackage.json", VIEWS = "views.sql";

/** The files of a release that its databases are made of, by its descriptor: the schemas, then the
 * tables. */
export function filesOf(descriptor) {
  const stored = descriptor.resources.filter(resource => !("view" in resource));
  const schemas = stored.map(resource => resource.schema).filter(schema => typeof schema === "string");
  return [VIEWS, ...new Set(schemas), ...stored.map(resource => resource.path)];
}
