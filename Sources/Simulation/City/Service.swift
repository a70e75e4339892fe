/// Something that a department is asked for.
struct Service: Sendable {
  let code: String
  /// The code of the issue that agents set when they wrap up.
  let issue: String
  /// The index of the department.
  let department: Int
  /// Which of the department's queues it waits in.
  let desk: Int
  let priority: String
  /// Within how many hours it should be resolved.
  let dueHours: Int
  /// What an agent needs to know, the most usual first.
  let facts: [FactKey]
  /// Whether it is about a place that one can go and look at.
  let isPlace: Bool
  let english: ServiceText
  let spanish: ServiceText

  init(
    _ code: String, issue: String, _ place: City.Place, desk: Int = 0,
    priority: String = "normal", dueHours: Int, facts: [FactKey], english: ServiceText,
    spanish: ServiceText
  ) {
    self.code = code
    self.issue = issue
    department = place.rawValue
    self.desk = desk
    self.priority = priority
    self.dueHours = dueHours
    self.facts = facts
    isPlace = place == .publicWorks || code == "water_leak" || code == "abandoned_vehicle"
    self.english = english
    self.spanish = spanish
  }

  /// Every service; journeys name them by index.
  static let all: [Service] = streetServices + moneyServices + counterServices + moreServices
}
