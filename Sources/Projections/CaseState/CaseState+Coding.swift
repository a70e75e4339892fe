public import InteractionModel

// Keys are short because a state is stored beside every row.

extension CaseState {
  /// The complete state as JSON: decoding it and folding on equals folding from the start.
  public func encoded() -> JSONObject {
    var object = JSONObject()
    object.write("a", agents)
    object.write("c", channels)
    object.write("d", departments)
    object.write("f", firstContact)
    object.write("g", flags)
    object.write("l", lastTouch)
    object.write("m", matters)
    object.write("n", counts)
    object.write("p", parties)
    object.write("r", firstResponse)
    object.write("t", transfers)
    object.write("v", conversations)
    object.write("x", mergedCases)
    return object
  }

  /// The state that ``encoded()`` wrote.
  /// - Parameter json: what it wrote.
  /// - Throws: an error that names the member when the JSON is not of that form.
  public init(decoding json: JSONObject) throws {
    try json.read("a", into: &agents)
    try json.read("c", into: &channels)
    try json.read("d", into: &departments)
    try json.read("f", into: &firstContact)
    try json.read("g", into: &flags)
    try json.read("l", into: &lastTouch)
    try json.read("m", into: &matters)
    try json.read("n", into: &counts)
    try json.read("p", into: &parties)
    try json.read("r", into: &firstResponse)
    try json.read("t", into: &transfers)
    try json.read("v", into: &conversations)
    try json.read("x", into: &mergedCases)
  }
}
