// Socket.IO with one insert into PostgreSQL for each message, before anybody gets it.
const [, , port, database] = process.argv;
const { Pool } = require("pg");
const { Server } = require("socket.io");

const pool = new Pool({ connectionString: database, max: 10 });
const io = new Server(Number(port), { transports: ["websocket"], serveClient: false });

io.on("connection", (socket) => {
  const room = socket.handshake.query.room;
  socket.join(room);
  socket.on("chat", async ({ message }) => {
    await pool.query("INSERT INTO message (room, text) VALUES ($1, $2)", [room, message]);
    io.to(room).emit("chat", { message });
  });
});
