trivia-title = 🧠 <b>Trivia del barrio</b>
trivia-rules =
    Una pregunta, una respuesta y el reloj corriendo. Acertar da { $easy }, { $medium } o { $hard } besitos, según lo difícil que sea.
    Tienes { $daily } al día; lo que aciertes en los grupos también cuenta.
trivia-bonus = 🔥 Cada { $every } aciertos seguidos: { $bonus } besitos más.
trivia-score =
    ✅ { $right } de { $answers } respuestas
    🔥 Racha: { $streak } · la mejor: { $best }
trivia-right =
    ✅ <b>¡Así es!</b> { $earned ->
        [0] Esta vez sin besitos.
        [one] { $earned } besito para ti.
       *[other] { $earned } besitos para ti.
    }
    🔥 { $streak ->
        [one] Un acierto seguido
       *[other] { $streak } aciertos seguidos
    }
trivia-wrong = ❌ <b>Esta no era.</b> La racha empieza otra vez: la próxima cae.
trivia-closing = ⌛ Esa pregunta se cierra ahora mismo: ya no da tiempo de hacértela aquí. ¡A la próxima!
button-trivia = 🧠 Trivia
button-trivia-ask = 🧠 Hazme una pregunta
button-trivia-next = 🧠 Otra pregunta
trivia-no-polls-here = 🔧 En este grupo no puedo enviar encuestas. Quien lo administra puede darme ese permiso.
