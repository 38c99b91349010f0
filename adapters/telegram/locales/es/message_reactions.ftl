### Besitos por reaccionar, y el botón debajo de las publicaciones de un canal.

reward-button = 💋 { $amount } por pasar por aquí
reward-taken = 💋 +{ $amount }. Gracias por pasar.
reward-full = 💋 Gracias por pasar. Tu cartera está llena.

post-worth-asked = 💋 <b>¿Cuánto vale esta publicación?</b>

    Pondré un botón debajo: quien lo toque recibe los besitos, una vez. O un enlace a una pregunta de trivia.
post-marked-channel = ✅ Hecho: { $amount } para cada persona que toque el botón. Aparece debajo de la publicación en un momento.
post-marked-group = ✅ Este mensaje vale { $amount } para cada persona que reaccione.
post-how = Responde con /premio al mensaje que quieras premiar. Si quieres, con una cantidad: <code>/premio 5</code>
post-how-elsewhere = 💋 /premio se escribe en el grupo, respondiendo al mensaje que quieras premiar: <code>/premio 5</code>. Los posts de un canal se reenvían aquí.
post-bounds = 🤔 Un mensaje vale un número entero de besitos, de 1 a { $most }: <code>/premio 5</code>
button-worth = 💋 { $amount }
quiz-button = 🧠 Una pregunta para ti
button-quiz-link = 🧠 Enlace a una pregunta
post-linked = ✅ Hecho: debajo de la publicación aparece el enlace a una pregunta. Cada persona la contesta en su chat conmigo, durante un día.
