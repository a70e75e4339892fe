internal import InteractionModel

/// The members of a CloudEvent by name, found in one walk over the object.
///
/// A member that is null is not there (CloudEvents JSON format 1.0.2, §2.1).
struct CloudEventAttributes {
  /// Extension attributes that say how the event travelled, not what happened: those of the
  /// Distributed Tracing extension, which CloudEvents lets every hop set anew, and those that
  /// common brokers add on the way.
  ///
  /// A redelivery has others of them and is the same event all the same: events are told apart by
  /// `source` and `id` (CloudEvents 1.0.2, §3.1.1), so these are left out.
  static let transport: Set<String> = [
    "traceparent", "tracestate", "traceid", "spanid", "knativearrivaltime", "knativehistory",
  ]

  var causationid: JSONValue?
  var correlationid: JSONValue?
  var data: JSONValue?
  var dataBase64: JSONValue?
  var datacontenttype: JSONValue?
  var dataschema: JSONValue?
  var id: JSONValue?
  var partitionkey: JSONValue?
  var saidtime: JSONValue?
  var source: JSONValue?
  var specversion: JSONValue?
  var time: JSONValue?
  var type: JSONValue?
  /// Extension attributes, whose meaning nobody here knows.
  var extensions = JSONObject()

  init(_ object: JSONObject) {
    for member in object.members where member.value != .null {
      switch member.key {
      case "causationid": causationid = member.value
      case "correlationid": correlationid = member.value
      case "data": data = member.value
      case "data_base64": dataBase64 = member.value
      case "datacontenttype": datacontenttype = member.value
      case "dataschema": dataschema = member.value
      case "id": id = member.value
      case "partitionkey": partitionkey = member.value
      case "saidtime": saidtime = member.value
      case "source": source = member.value
      case "specversion": specversion = member.value
      case "time": time = member.value
      case "type": type = member.value
      case "recordedtime", "sequence": break
      case let key where CloudEventAttributes.transport.contains(key): break
      default: extensions[member.key] = member.value
      }
    }
  }

  /// What the event carries: `data`, or the JSON that `data_base64` spells.
  ///
  /// Nil where `data_base64` is of another media type or does not spell JSON, or stands beside
  /// `data`, which it must not: such an event is kept whole, but read by nobody.
  var content: JSONValue? {
    guard let dataBase64 else { return data }
    guard data == nil, isJSON, let bytes = dataBase64.string.flatMap({ Base64.bytes($0.utf8) })
    else { return nil }
    return try? JSONValue(parsingForeign: bytes)
  }

  /// Whether the media type is JSON, which it is where none is said (JSON format, §3.1).
  private var isJSON: Bool {
    guard let datacontenttype else { return true }
    let type = datacontenttype.string?.lowercased().prefix { $0 != ";" && $0 != " " } ?? ""
    return type.hasSuffix("/json") || type.hasSuffix("+json")
  }
}

/// The members of `data` by name, found in one walk over the object.
///
/// A member that is null is not there, as it is with an attribute.
struct CloudEventData {
  var actor: JSONValue?
  var body: JSONValue?
  var matter: JSONValue?
  var channel: JSONValue?
  var conversation: JSONValue?
  var department: JSONValue?
  var direction: JSONValue?
  var party: JSONValue?
  var sealed: JSONValue?
  /// The members that the profile has.
  static let names = [
    "actor", "body", "case", "channel", "conversation", "department", "direction", "party",
    "sealed",
  ]

  /// Members that the profile does not have.
  var others: [JSONObject.Member] = []
  /// Whether there is a member that the profile has, or none at all.
  let isOfProfile: Bool

  init(_ object: JSONObject) {
    var count = 0
    for member in object.members where member.value != .null {
      count += 1
      switch member.key {
      case "actor": actor = member.value
      case "body": body = member.value
      case "case": matter = member.value
      case "channel": channel = member.value
      case "conversation": conversation = member.value
      case "department": department = member.value
      case "direction": direction = member.value
      case "party": party = member.value
      case "sealed": sealed = member.value
      default: others.append(member)
      }
    }
    isOfProfile = count == 0 || count > others.count
  }
}

extension EventID {
  /// Reads the 36-character form of a UUID.
  ///
  /// Says the same as the reader of any text, but on bytes: every event comes through here.
  init?(uuid text: String) {
    var text = text
    let halves = text.withUTF8 { utf8 -> (UInt64, UInt64)? in
      guard utf8.count == 36 else { return nil }
      var (high, low): (UInt64, UInt64) = (0, 0)
      for place in 0..<36 {
        let byte = utf8[place]
        if place == 8 || place == 13 || place == 18 || place == 23 {
          guard byte == UInt8(ascii: "-") else { return nil }
          continue
        }
        let digit: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
        default: return nil
        }
        if place < 18 {
          high = high << 4 | UInt64(digit)
        } else {
          low = low << 4 | UInt64(digit)
        }
      }
      return (high, low)
    }
    guard let halves else { return nil }
    self.init(high: halves.0, low: halves.1)
  }
}
