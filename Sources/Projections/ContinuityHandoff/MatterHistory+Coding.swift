internal import InteractionModel

// Keys are short because a state is stored beside every row.

extension MatterHistory {
  /// The complete state as JSON: decoding it and folding on equals folding from the start.
  func encoded() -> JSONObject {
    var object = JSONObject()
    object.write("c", passages)
    object.write("e", edits)
    object.write("f", facts)
    object.write("g", language)
    object.write("h", handoffs)
    object.write("i", identities)
    object.write("l", lastTouch)
    object.write("n", events)
    object.write("p", party)
    object.write("r", redacted)
    object.write("s", service)
    object.write("t", touches)
    object.write("u", issue)
    object.write("v", inferredIssue)
    object.write("w", intent)
    return object
  }

  /// The state that ``encoded()`` wrote.
  /// - Parameter json: what it wrote.
  /// - Throws: an error that names the member when the JSON is not of that form.
  init(decoding json: JSONObject) throws {
    try json.read("c", into: &passages)
    try json.read("e", into: &edits)
    try json.read("f", into: &facts)
    try json.read("g", into: &language)
    try json.read("h", into: &handoffs)
    try json.read("i", into: &identities)
    try json.read("l", into: &lastTouch)
    try json.read("n", into: &events)
    try json.read("p", into: &party)
    try json.read("r", into: &redacted)
    try json.read("s", into: &service)
    try json.read("t", into: &touches)
    try json.read("u", into: &issue)
    try json.read("v", into: &inferredIssue)
    try json.read("w", into: &intent)
  }
}
