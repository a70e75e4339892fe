internal import InteractionModel

extension Handoff: FoldCodable {
  var json: JSONValue {
    var object = JSONObject()
    object.write("a", preparation)
    object.write("b", by)
    object.write("c", conversation)
    object.write("g", giver)
    object.write("l", leg)
    object["p"] = packet?.json
    object.write("q", party)
    object.write("r", request)
    object.write("s", steps)
    object.write("v", service)
    object.write("w", requestWords)
    object.write("x", preparationWords)
    return .object(object)
  }

  init?(json: JSONValue) {
    guard let object = json.object else { return nil }
    self.init()
    do {
      try object.read("a", into: &preparation)
      try object.read("b", into: &by)
      try object.read("c", into: &conversation)
      try object.read("g", into: &giver)
      try object.read("l", into: &leg)
      try object.read("q", into: &party)
      try object.read("r", into: &request)
      try object.read("s", into: &steps)
      try object.read("v", into: &service)
      try object.read("w", into: &requestWords)
      try object.read("x", into: &preparationWords)
    } catch {
      return nil
    }
    if let value = object["p"] {
      guard let packet = HandoffPacket(json: value) else { return nil }
      self.packet = packet
    }
  }
}
