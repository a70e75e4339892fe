/// What is said whatever the matter is, in one language.
struct Phrases: Sendable {
  let greetings: [String]
  let closings: [String]
  let thanks: [String]
  /// A resident asks again.
  let followUps: [String]
  let agentGreetings: [String]
  let agentClosings: [String]
  let updates: [String]
  let assistantTurns: [String]
  let surveyComments: [String]
  let socialTags: [String]
  /// What the city answers where everybody can read it.
  let publicReplies: [String]

  static func of(_ language: Language) -> Phrases { language == .english ? english : spanish }

  static let english = Phrases(
    greetings: [
      "Hello, ", "Hi, ", "Good morning. ", "Good afternoon, this is %n. ", "Dear city, ", "",
    ],
    closings: [
      " Can you help?", " Please let me know what happens next.", " Thank you, %g",
      " You can reach me at %p.", " Regards, %n", "",
    ],
    thanks: [
      "Thank you, that helps a lot.", "OK, I will wait for it then.", "Great, thanks for checking.",
      "All right. Please write it down so I need not explain it again.",
    ],
    followUps: [
      "Is there any news about %c?", "I was told to expect something by %d, but nothing came.",
      "I am writing again about %c because nobody called me back.",
      "Following up on what I reported on %d.",
    ],
    agentGreetings: [
      "Hello %g, thanks for getting in touch with the City of Port Alder. ", "Hi %g. ",
      "Good day, you have reached the city. ", "Hello, I have your case %c in front of me. ",
    ],
    agentClosings: [
      " Is there anything else?", " We will keep you posted under %c.",
      " Sorry for the trouble.", " Have a good day.",
    ],
    updates: [
      "Port Alder: your request %c has been received.",
      "Port Alder: %c is scheduled for %d. Reply STOP to end these messages.",
      "Port Alder: work on %c is done. How did we do?",
      "Port Alder: a crew is on its way for %c.",
    ],
    assistantTurns: [
      "I am Alder, the city's assistant. What can I do for you?",
      "I understand that you have a question about your bill or your request.",
      "I could not find this in my sources. Shall I connect you with a person?",
      "You can see the balance under My Account, Payments.",
    ],
    surveyComments: [
      "I had to explain everything twice.", "Friendly and quick, thank you.",
      "It took too long, but the last person I talked to was great.",
      "The website should have told me that from the start.",
    ],
    socialTags: [" #PortAlder", " @CityOfPortAlder", " Anybody else?", " Fix it please!"],
    publicReplies: [
      "Thank you for telling us. Please send us a direct message so that we can look into it.",
      "Sorry about that! We do not want to ask for details in public: our inbox is open to you.",
      "We have passed this on and will answer in a private message.",
    ])

  static let spanish = Phrases(
    greetings: ["Hola, ", "Buenos días. ", "Buenas tardes, soy %n. ", ""],
    closings: [
      " ¿Me pueden ayudar?", " Gracias, %g", " Me pueden llamar al %p.",
      " Por favor avísenme qué sigue.", "",
    ],
    thanks: [
      "Muchas gracias, me ayuda mucho.", "Está bien, entonces espero.",
      "Gracias. Por favor anótelo para no tener que explicarlo otra vez.",
    ],
    followUps: [
      "¿Hay noticias sobre %c?", "Me dijeron que antes del %d, pero no llegó nada.",
      "Escribo otra vez por %c porque nadie me llamó.",
    ],
    agentGreetings: [
      "Hola %g, gracias por comunicarse con la ciudad de Port Alder. ", "Buenos días, %g. ",
      "Hola, tengo su caso %c en la pantalla. ",
    ],
    agentClosings: [
      " ¿Hay algo más en que pueda ayudar?", " Le avisaremos con el número %c.",
      " Disculpe la molestia.",
    ],
    updates: [
      "Port Alder: recibimos su solicitud %c.", "Port Alder: %c está previsto para el %d.",
      "Port Alder: el trabajo de %c está terminado. ¿Cómo lo hicimos?",
    ],
    assistantTurns: [
      "Soy Alder, el asistente de la ciudad. ¿En qué puedo ayudarle?",
      "Entiendo que tiene una pregunta sobre su recibo o su solicitud.",
      "No encontré esto en mis fuentes. ¿Le comunico con una persona?",
    ],
    surveyComments: [
      "Tuve que explicar todo dos veces.", "Amables y rápidos, gracias.",
      "Tardó demasiado, pero la última persona fue excelente.",
    ],
    socialTags: [" #PortAlder", " ¿A alguien más le pasa?", " ¡Arréglenlo por favor!"],
    publicReplies: [
      "Gracias por avisarnos. Por favor escríbanos por mensaje privado para atender su caso.",
      "Lo sentimos. Ya lo pasamos al departamento y le contestamos en privado.",
    ])
}
