internal import InteractionModel

extension PartyConversation: FoldCodable {
  var json: JSONValue {
    var object = JSONObject()
    object.write("a", activity)
    object.write("b", callbacksPromised)
    object.write("c", channels)
    object.write("d", direction)
    object.write("e", sendings)
    object.write("f", channel)
    object["i"] = .string(id)
    object.write("k", callbacksCompleted)
    object.write("l", links)
    object.write("m", method)
    object.write("n", callsBack)
    object.write("o", outcomes)
    object.write("p", saidCases)
    object.write("q", saidCase)
    object.write("r", resumed)
    object.write("s", started)
    object.write("t", turns)
    object.write("u", issue)
    object.write("v", service)
    object.write("w", intent)
    object.write("x", received)
    object.write("y", arrived)
    return .object(object)
  }

  init?(json: JSONValue) {
    guard let object = json.object, let id = object["i"]?.string else { return nil }
    self.init(id: id)
    do {
      try object.read("a", into: &activity)
      try object.read("b", into: &callbacksPromised)
      try object.read("c", into: &channels)
      try object.read("d", into: &direction)
      try object.read("e", into: &sendings)
      try object.read("f", into: &channel)
      try object.read("k", into: &callbacksCompleted)
      try object.read("l", into: &links)
      try object.read("m", into: &method)
      try object.read("n", into: &callsBack)
      try object.read("o", into: &outcomes)
      try object.read("p", into: &saidCases)
      try object.read("q", into: &saidCase)
      try object.read("r", into: &resumed)
      try object.read("s", into: &started)
      try object.read("t", into: &turns)
      try object.read("u", into: &issue)
      try object.read("v", into: &service)
      try object.read("w", into: &intent)
      try object.read("x", into: &received)
      try object.read("y", into: &arrived)
    } catch {
      return nil
    }
  }
}

extension PartyConversation.Link: FoldCodable {
  var json: JSONValue {
    [.int(position.rawValue), target.map(JSONValue.string) ?? .null]
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 2, let position = elements[0].int else {
      return nil
    }
    self.init(position: Position(position), target: elements[1].string)
  }
}

extension PartyConversation.Sending: FoldCodable {
  var json: JSONValue {
    moment.json(followedBy: channel.map(JSONValue.string) ?? .null, ids.json)
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 4, let moment = Moment(elements),
      let ids = StringSet(json: elements[3])
    else { return nil }
    self.init(moment: moment, channel: elements[2].string, ids: ids)
  }
}
