public import InteractionModel

// Keys are short because a state is stored beside every row.

extension PartyContinuity {
  /// The complete state as JSON: decoding it and folding on equals folding from the start.
  public func encoded() -> JSONObject {
    var object = JSONObject()
    object.write("a", parties)
    object.write("c", channels)
    object.write("e", endpoints)
    object.write("f", facts)
    object.write("g", consents)
    object.write("h", preferredChannel)
    object.write("i", identities)
    object.write("k", cases)
    object.write("l", lastTouch)
    object.write("n", counts)
    object.write("o", settlements)
    object.write("p", promises)
    object.write("s", language)
    object.write("v", conversations)
    return object
  }

  /// The state that ``encoded()`` wrote.
  /// - Parameter json: what it wrote.
  /// - Throws: an error that names the member when the JSON is not of that form.
  public init(decoding json: JSONObject) throws {
    try json.read("a", into: &parties)
    try json.read("c", into: &channels)
    try json.read("e", into: &endpoints)
    try json.read("f", into: &facts)
    try json.read("g", into: &consents)
    try json.read("h", into: &preferredChannel)
    try json.read("i", into: &identities)
    try json.read("k", into: &cases)
    try json.read("l", into: &lastTouch)
    try json.read("n", into: &counts)
    try json.read("o", into: &settlements)
    try json.read("p", into: &promises)
    try json.read("s", into: &language)
    try json.read("v", into: &conversations)
  }
}
