internal import InteractionModel

extension Matter: FoldCodable {
  var json: JSONValue {
    var object = JSONObject()
    object.write("c", ended)
    object.write("d", department)
    object.write("e", envelopeDepartment)
    object.write("i", id)
    object.write("k", clocks)
    object.write("n", reopens)
    object.write("o", owner)
    object.write("p", priority)
    object.write("q", queue)
    object.write("r", resolutions)
    object.write("s", status)
    object.write("t", opened)
    object.write("u", due)
    object.write("v", service)
    return .object(object)
  }

  init?(json: JSONValue) {
    guard let object = json.object else { return nil }
    self.init(id: "")
    do {
      try object.read("c", into: &ended)
      try object.read("d", into: &department)
      try object.read("e", into: &envelopeDepartment)
      try object.read("i", into: &id)
      try object.read("k", into: &clocks)
      try object.read("n", into: &reopens)
      try object.read("o", into: &owner)
      try object.read("p", into: &priority)
      try object.read("q", into: &queue)
      try object.read("r", into: &resolutions)
      try object.read("s", into: &status)
      try object.read("t", into: &opened)
      try object.read("u", into: &due)
      try object.read("v", into: &service)
    } catch {
      return nil
    }
  }
}
