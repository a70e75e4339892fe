/// What the events of a run are like, printed above its figures.
struct WorkloadShape: Encodable, Equatable {
  var events = 0
  /// Mean bytes of a record as the log has it.
  var recordBytes = 0.0
  var conversations = 0
  var cases = 0
  /// Entries with text in the full-text index; nil when none was built.
  var texts: Int?

  /// One line for people.
  var text: String {
    func ratio(_ part: Int, _ whole: Int) -> String {
      whole == 0 ? "–" : Numbers.short(Double(part) / Double(whole))
    }
    var parts = [
      "\(events) events", "\(Numbers.short(recordBytes)) bytes a record",
      "\(ratio(events, conversations)) events a conversation",
      "\(ratio(conversations, cases)) conversations a case",
    ]
    if let texts { parts.append("\(texts) texts") }
    return parts.joined(separator: ", ")
  }
}
