internal import InteractionModel

extension TransferLeg: FoldCodable {
  var json: JSONValue {
    var object = JSONObject()
    object.write("e", event)
    object.write("f", first)
    object.write("h", handoffs)
    object.write("i", keys)
    object.write("k", kind)
    object.write("o", outcome)
    object.write("r", references)
    object.write("w", reason)
    object.write("x", from)
    object.write("y", to)
    return .object(object)
  }

  init?(json: JSONValue) {
    guard let object = json.object else { return nil }
    self.init()
    do {
      try object.read("e", into: &event)
      try object.read("f", into: &first)
      try object.read("h", into: &handoffs)
      try object.read("i", into: &keys)
      try object.read("k", into: &kind)
      try object.read("o", into: &outcome)
      try object.read("r", into: &references)
      try object.read("w", into: &reason)
      try object.read("x", into: &from)
      try object.read("y", into: &to)
    } catch {
      return nil
    }
  }
}

extension TransferLeg.End: FoldCodable {
  var json: JSONValue {
    [channel.json, queue.json, agent.json, department.json, self.case.json]
  }

  init?(json: JSONValue) {
    guard let registers = [Latest<String>](json: json), registers.count == 5 else { return nil }
    channel = registers[0]
    queue = registers[1]
    agent = registers[2]
    department = registers[3]
    self.case = registers[4]
  }
}
