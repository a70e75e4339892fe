/// The fields of a codified response.
public enum ResponseField: String, DocumentField {
  case counts, issue, owner, owners, reviewBy, status, version, versions
}

/// What is counted of a codified response.
public enum ResponseCountField: String, DocumentField { case events, unknown }

/// The fields of who owned a codified response from when on.
public enum OwnershipField: String, DocumentField { case owner, position, time }

/// The fields of one version of a codified response.
public enum VersionField: String, DocumentField {
  case approved, issue, position, retired, reviewBy, status, text, time, version
}

/// The fields of one use of a codified response; how its conversation ended is joined to them.
public enum UseField: String, DocumentField {
  case author, `case`, channel, conversation, department, ended, message, outcome, position
  case response, status, time, version
}
