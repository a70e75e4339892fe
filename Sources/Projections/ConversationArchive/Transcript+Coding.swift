internal import InteractionModel

// Keys are short because a state is stored beside every row.

extension Transcript {
  func encoded() -> JSONObject {
    var object = JSONObject()
    object.write("a", amendments)
    object.write("b", departments)
    object.write("c", channels)
    object.write("d", department)
    object.write("e", entries)
    object.write("f", flags)
    object.write("g", agents)
    object.write("h", activity)
    object.write("i", issues)
    object.write("j", firstTouch)
    object.write("k", saidCase)
    object.write("l", lastTouch)
    object.write("m", language)
    object.write("n", [events, unknown, resumptions])
    object.write("o", others)
    object.write("p", parties)
    object.write("q", direction)
    object.write("r", uses)
    object.write("s", started)
    object.write("t", legs)
    object.write("u", links)
    object.write("v", firstChannel)
    object.write("w", words)
    object.write("x", disposition)
    object.write("y", ending)
    return object
  }

  init(decoding json: JSONObject) throws {
    var counts: [Int64] = [0, 0, 0]
    try json.read("a", into: &amendments)
    try json.read("b", into: &departments)
    try json.read("c", into: &channels)
    try json.read("d", into: &department)
    try json.read("e", into: &entries)
    try json.read("f", into: &flags)
    try json.read("g", into: &agents)
    try json.read("h", into: &activity)
    try json.read("i", into: &issues)
    try json.read("j", into: &firstTouch)
    try json.read("k", into: &saidCase)
    try json.read("l", into: &lastTouch)
    try json.read("m", into: &language)
    try json.read("n", into: &counts)
    try json.read("o", into: &others)
    try json.read("p", into: &parties)
    try json.read("q", into: &direction)
    try json.read("r", into: &uses)
    try json.read("s", into: &started)
    try json.read("t", into: &legs)
    try json.read("u", into: &links)
    try json.read("v", into: &firstChannel)
    try json.read("w", into: &words)
    try json.read("x", into: &disposition)
    try json.read("y", into: &ending)
    guard counts.count == 3 else { throw StateDecodingError(member: "n") }
    (events, unknown, resumptions) = (counts[0], counts[1], counts[2])
    let words = words
    guard entries.allSatisfy({ $0.isSpelled(by: words) }) else {
      throw StateDecodingError(member: "e")
    }
    guard amendments.allSatisfy({ $0.isSpelled(by: words) }) else {
      throw StateDecodingError(member: "a")
    }
    guard uses.allSatisfy({ $0.isSpelled(by: words) }) else {
      throw StateDecodingError(member: "r")
    }
  }
}
