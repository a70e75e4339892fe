import InteractionModel
import Testing

@Suite("A remedy")
struct RemedyTests {
  private static let remedy: Remedy = "run \(.verify), then \(.rebuild("CaseState")) of \(3)"

  @Test("is said by a face in its words, and without one by the names of its tasks")
  func said() {
    let shown = Self.remedy.said { $0 == .verify ? "`check`" : "`build`" }
    #expect(shown == "run `check`, then `build` of 3")
    #expect("\(Self.remedy)" == "run a verification, then a rebuild of CaseState of 3")
  }

  @Test("equals one that says the same, however it was put together")
  func equal() {
    let end: Remedy = ", then \(.rebuild("CaseState"))"
    #expect("run \(.verify)\(end) o\("f") 3" == Self.remedy)
    #expect("run a verification, then a rebuild of CaseState of 3" != Self.remedy)
  }

  private struct Fault: Remediable {
    let diagnosis: Diagnosis

    init(_ remedy: Remedy? = nil, cause: String? = nil) {
      diagnosis = Diagnosis("it is gone", remedy, cause: cause)
    }
  }

  @Test("stands behind what happened, before what the layer below says")
  func sentence() {
    #expect("\(Fault())" == "it is gone")
    #expect("\(Fault(cause: "2"))" == "it is gone (2)")
    let fault = Fault("run \(.replay)", cause: "2")
    #expect("\(fault)" == "it is gone; run a replay of the log (2)")
    let outer = Fault("wait until this is mended: \(fault)")
    #expect(
      outer.diagnosis.sentence.said { _ in "it" }
        == "it is gone; wait until this is mended: it is gone; run it (2)")
  }
}
