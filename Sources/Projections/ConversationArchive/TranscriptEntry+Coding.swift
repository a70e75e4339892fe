internal import InteractionModel

extension TranscriptEntry: FoldCodable {
  /// `[time, position, said, recorded, id, type, actor type, actor id, channel, direction,
  /// department, party, visibility, bits]`, and what few entries have in an object behind.
  var json: JSONValue {
    var more = JSONObject()
    more.write("a", attachments)
    if !detail.isEmpty { more["d"] = .object(detail) }
    more.write("f", flags)
    more.fill("i", item)
    more.fill("m", mediaType)
    more.fill("p", parent)
    more.fill("r", response)
    more.fill("v", responseVersion)
    let array = moment.json(
      followedBy: .string(said), recorded.archived, .string(id.description), .int(Int64(type)),
      .int(Int64(actorType)), .int(Int64(actorID)), .int(Int64(channel)), .int(Int64(direction)),
      .int(Int64(department)), .int(Int64(party)), .int(visibility.rawValue),
      .int((hasText ? 1 : 0) + (lacksTime ? 2 : 0)))
    guard !more.isEmpty, let elements = array.array else { return array }
    return .array(elements + [.object(more)])
  }

  init?(json: JSONValue) {
    guard let elements = json.array, elements.count == 14 || elements.count == 15,
      let moment = Moment(elements), let said = elements[2].string,
      let recorded = Instant(archived: elements[3]),
      let id = elements[4].string.flatMap({ EventID($0) }),
      let visibility = elements[12].int.flatMap(Visibility.init(rawValue:)),
      let bits = elements[13].int
    else { return nil }
    let places = elements[5..<12].compactMap { $0.int.flatMap(Int32.init(exactly:)) }
    guard places.count == 7 else { return nil }
    self.moment = moment
    self.said = said
    self.recorded = recorded
    self.id = id
    self.visibility = visibility
    hasText = bits & 1 != 0
    lacksTime = bits & 2 != 0
    type = places[0]
    actorType = places[1]
    actorID = places[2]
    channel = places[3]
    direction = places[4]
    department = places[5]
    party = places[6]
    guard elements.count == 15 else { return }
    guard let more = elements[14].object else { return nil }
    do {
      try more.read("a", into: &attachments)
      try more.read("f", into: &flags)
    } catch {
      return nil
    }
    detail = more["d"]?.object ?? [:]
    item = more["i"]?.string
    mediaType = more["m"]?.string
    parent = more["p"]?.string
    response = more["r"]?.string
    responseVersion = more["v"]?.int
  }

  /// Whether all its places are among some words.
  func isSpelled(by words: Words) -> Bool {
    words.hold(type, actorType, actorID, channel, direction, department, party)
  }
}
