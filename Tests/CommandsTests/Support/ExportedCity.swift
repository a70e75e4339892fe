import InteractionModel
import StoreConformance

/// The cases of a city as its exports have them, one export after the other, and what is right of them
/// in the end.
struct ExportedCity {
  /// One case.
  struct Request {
    var isOpen = true
    /// When it was closed, as the last export says; nil where it says nothing.
    var closed: String?
    var updated: String
    var team = "Roads"
    /// Whether the last export has no team.
    var hasNoTeam = false
    var words = "received"
    var due: String?
    var way = "Phone"
    var reopens: Int64 = 0
    /// The hour after which it can have been closed.
    var began: Int
    let opened: String
    /// Through which way it came first, which is how it came.
    let cameBy: String
  }

  private var random: SeededGenerator
  private var hour = 0
  private(set) var requests: [Request] = []

  init(seed: UInt64, count: Int) {
    random = SeededGenerator(seed: seed)
    for _ in 0..<count {
      let time = now()
      let way = pick(["Phone", "Web", "Text"])
      requests.append(
        Request(updated: time, way: way, began: hour, opened: time, cameBy: way))
    }
  }

  private mutating func pick(_ words: [String]) -> String {
    words.randomElement(using: &random) ?? ""
  }

  private func time(_ hour: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = hour / 24
    return "2026-\(two(day / 28 + 1))-\(two(day % 28 + 1))T\(two(hour % 24)):00:00-05:00"
  }

  private mutating func now() -> String {
    hour += 1
    return time(hour)
  }

  /// Time goes by.
  /// - Parameter mendsClosings: whether closings can be put at another time than before.
  mutating func pass(mendsClosings: Bool) {
    for index in requests.indices where Int.random(in: 0..<3, using: &random) > 0 {
      var request = requests[index]
      request.updated = now()
      switch Int.random(in: 0..<9, using: &random) {
      case 0:
        request.team = pick(["Roads", "Parks", "Water"])
        request.hasNoTeam = false
      case 1: request.words = pick(["", "seen", "seen at \(hour)"])
      case 2: request.due = Bool.random(using: &random) ? nil : time(hour + 100)
      case 3: request.way = pick(["Phone", "Web", "Text"])
      case 4: request.hasNoTeam.toggle()
      case 5 where mendsClosings && !request.isOpen:
        request.closed = time(Int.random(in: request.began + 1...hour, using: &random))
      case 5: break
      default:
        request.isOpen.toggle()
        if request.isOpen {
          request.reopens += 1
          request.began = hour
          if Bool.random(using: &random) { request.closed = nil }
        } else {
          request.closed = request.updated
        }
      }
      requests[index] = request
    }
  }

  /// The export of now, in any order of rows.
  mutating func rows() -> String {
    let rows = requests.enumerated().map { number, request in
      [
        "Q-\(number)", request.isOpen ? "open" : "closed", request.words, "Lamp",
        request.hasNoTeam ? "" : request.team, request.opened, request.updated,
        request.closed ?? "", request.due ?? "", request.way, "words of \(number)",
      ].joined(separator: ",")
    }.shuffled(using: &random)
    return """
      service_request_id,status,status_notes,service_name,agency_responsible,requested_datetime,updated_datetime,closed_date,expected_datetime,source,description
      \(rows.joined(separator: "\n"))

      """
  }

  /// The same as service requests.
  mutating func objects() -> String {
    JSONValue.array(
      requests.enumerated().map { number, request in
        var object: JSONObject = [
          "service_request_id": .string("Q-\(number)"),
          "status": request.isOpen ? "open" : "closed", "service_name": "Lamp",
          "status_notes": .string(request.words), "requested_datetime": .string(request.opened),
          "updated_datetime": .string(request.updated),
          "description": .string("words of \(number)"),
          "extended_attributes": ["channel": .string(request.way.lowercased())],
        ]
        if !request.hasNoTeam { object["agency_responsible"] = .string(request.team) }
        object["expected_datetime"] = request.due.map(JSONValue.string)
        return .object(object)
      }.shuffled(using: &random)
    ).canonicalText
  }
}
